import type { PrepareSpec } from '../../../src-engine/spec/data.ts'
import type { CommandArguments } from '../../contract/contract.ts'
import { GlassboxError, toEnvelope } from '../../contract/errors.ts'
import type { Classified, PictureInput } from '../../contract/types.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { PreparedForDisplay } from '../../datasets/protocol.ts'
import type { InferenceClient } from '../../inference/client.ts'
import type { Runs } from './runs.ts'
import { topK } from './top-k.ts'

/** One is decoded while another is prepared. */
const IN_FLIGHT = 2

type Prepared = { readonly file: string } & ({ readonly picture: PreparedForDisplay } | { readonly error: unknown })

/** Pictures, by path or as bytes, through the same preparation as training, then through the network. */
export async function classifyPictures(
  { runId, checkpoint, topK: count, pictures }: CommandArguments<'classify/pictures'>,
  { runs, worker, inference }: { runs: Runs; worker: DatasetWorker; inference: InferenceClient },
): Promise<Classified[]> {
  const detail = await runs.detail(runId)
  const { trained } = await runs.trained(detail, checkpoint)
  const { network, prepare } = trained
  if (!prepare)
    throw new GlassboxError('input/invalid', `"${detail.name}" was trained on a table and knows no pictures.`, {
      hint: 'Choose a run that was trained on pictures.',
    })
  const prepared = await inTurn(pictures, (picture) => prepareOne(picture, prepare))
  const good = prepared.flatMap((entry) => ('picture' in entry ? [entry.picture.pixels] : []))
  const probabilities =
    good.length > 0 ? await inference.predict({ ...trained, prepare }, concat(good)) : new Float32Array()
  const [height = 0, width = 0, channels = 0] = network.input
  let next = 0
  return prepared.map((entry): Classified => {
    if ('error' in entry) return { file: entry.file, error: toEnvelope(entry.error) }
    const start = next++ * detail.classes.length
    const { pixels, tensorSha256, thumbnail } = entry.picture
    const top = topK(probabilities.subarray(start, start + detail.classes.length), detail.classes, count)
    return {
      file: entry.file,
      tensorSha256,
      top,
      pixels: pixels.slice(),
      shape: [height, width, channels],
      thumbnail: thumbnail.slice(),
    }
  })

  async function prepareOne(input: PictureInput, as: PrepareSpec): Promise<Prepared> {
    const file = 'path' in input ? input.path : input.name
    try {
      return { file, picture: await worker.prepare({ picture: input, prepare: as }) }
    } catch (error) {
      return { file, error }
    }
  }
}

/** A few at a time: decoded pictures are large, and a call may hold a thousand of them. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  return results
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}
