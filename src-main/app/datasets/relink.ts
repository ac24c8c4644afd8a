import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { GlassboxError } from '../../contract/errors.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import { rootError } from '../../datasets/list-files.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import type { Datasets } from './datasets.ts'

/** Most files that are named as missing. */
const NAMED = 20

/**
 * Finds the files of a data set in another folder by their content, and takes that for its place.
 * @throws {GlassboxError} `not-found`; `dataset/changed` with what is missing in `details`; as `listFiles`; `cancelled`
 */
export async function relink(
  { read, write, worker, datasets }: { read: ReadStore; write: WriteStore; worker: DatasetWorker; datasets: Datasets },
  { id, folder }: { id: string; folder: string },
  options: JobOptions,
): Promise<void> {
  const dataset = await datasets.get(id)
  if (dataset.builtIn !== null)
    throw new GlassboxError('input/invalid', `"${dataset.name}" is made by Glassbox itself and lies in no folder.`, {
      hint: 'Nothing has to be done.',
    })
  const place = await realpath(resolve(folder)).catch((error: unknown) => {
    throw rootError(folder, error)
  })
  const items = await read.datasets.allItems(id)
  const originals =
    dataset.files?.map(({ path, sha256 }) => ({ path, sha256, bytes: null })) ??
    items.map(({ path, contentSha256: sha256, bytes }) => ({ path, sha256, bytes }))
  const found = await worker.find({ folder: place, wanted: originals }, options)
  const lost = originals.filter(({ sha256 }) => !found.has(sha256)).map(({ path }) => path)
  if (lost.length > 0)
    throw new GlassboxError(
      'dataset/changed',
      `${lost.length} of ${originals.length} files of "${dataset.name}" are not in that folder: ${lost.slice(0, 3).join(', ')}${lost.length > 3 ? ' …' : ''}.`,
      {
        hint: 'Choose the folder that holds all of them, or import it as a new data set.',
        details: { missing: lost.slice(0, NAMED), missingCount: lost.length },
      },
    )
  const places = placesOf(originals, found)
  await write.datasets.moveTo(id, {
    folder: place,
    files: dataset.files?.map(({ path, sha256 }, index) => ({ path, sha256, file: places[index] })) ?? null,
    places: dataset.files ? null : places,
  })
}

/** Where each is now: where it was, if such a file is there; of copies each gets one of its own. */
function placesOf(
  originals: readonly { readonly path: string; readonly sha256: string }[],
  found: ReadonlyMap<string, readonly string[]>,
): string[] {
  const free = new Map([...found].map(([sha256, paths]) => [sha256, new Set(paths)]))
  const stayed = originals.map(({ path, sha256 }) => (free.get(sha256)?.delete(path) ? path : null))
  return originals.map(({ sha256 }, index) => {
    const [next = found.get(sha256)![0]!] = free.get(sha256)!
    if (stayed[index] === null) free.get(sha256)!.delete(next)
    return stayed[index] ?? next
  })
}
