import { parentPort, workerData } from 'node:worker_threads'
import { sharp } from '../../../src-main/datasets/sharp.ts'

// sharp alone with these files: to raw RGB, two in flight, each on one thread.

sharp.concurrency(1)
sharp.cache(false)

const files = workerData as readonly string[]

async function decodeAll(): Promise<void> {
  const waiting = files.values()
  const decodeSome = async (): Promise<void> => {
    for (const file of waiting) await sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer()
  }
  await Promise.all([decodeSome(), decodeSome()])
}

parentPort!.on('message', () => void decodeAll().then(() => parentPort!.postMessage('done')))
