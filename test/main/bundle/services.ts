import { mkdir } from 'node:fs/promises'
import { onTestFinished } from 'vitest'
import { Bundles } from '../../../src-main/app/bundles/bundles.ts'
import { Datasets } from '../../../src-main/app/datasets/datasets.ts'
import { Places } from '../../../src-main/app/datasets/places.ts'
import { Uploads } from '../../../src-main/app/datasets/uploads.ts'
import { EventHub } from '../../../src-main/app/event-hub.ts'
import { Jobs } from '../../../src-main/app/jobs.ts'
import { DatasetWorker } from '../../../src-main/datasets/client.ts'
import { openReadStore, openWriteStore } from '../../../src-main/storage/client.ts'

/** The part of the application that writes and takes in bundles, on a home folder of its own. */
export async function openBundles(home: string) {
  const writing = await openWriteStore(home)
  if (!writing) throw new Error('The home folder has an owner.')
  const reading = await openReadStore(home)
  const worker = new DatasetWorker()
  const places = new Places(home)
  await mkdir(places.caches, { recursive: true })
  const jobs = new Jobs(new EventHub())
  const datasets = new Datasets(reading.store, worker, jobs, places, new Uploads(places))
  const services = { home, read: reading.store, datasets, places, worker }
  let open = true
  const close = async (): Promise<void> => {
    if (!open) return
    open = false
    await worker.close()
    await reading.close()
    await writing.close()
  }
  onTestFinished(close)
  return { bundles: new Bundles(services), write: writing.store, ...services, close }
}
