import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import type { CommandArguments } from '../../contract/contract.ts'
import { GlassboxError } from '../../contract/errors.ts'
import type { WeightsComparison } from '../../contract/types.ts'
import type { Runs } from './runs.ts'

/**
 * Two sets of weights beside each other, tensor by tensor.
 * @throws {GlassboxError} `input/invalid` when they are of different networks
 */
export async function compareWeights(
  { a, b }: CommandArguments<'runs/compare-weights'>,
  runs: Runs,
): Promise<WeightsComparison> {
  const [one, other] = await Promise.all(
    [a, b].map(async ({ runId, checkpoint }) => {
      const detail = await runs.detail(runId)
      const { epoch, trained } = await runs.trained(detail, checkpoint)
      const tensors = inferShapes(trained.network).flatMap(({ parameters }, layer) =>
        parameters.map(({ name, shape }) => ({ layer, name, shape })),
      )
      return { runId, epoch, tensors, values: new Float32Array(new Uint8Array(trained.weights).buffer) }
    }),
  )
  if (!one || !other || JSON.stringify(one.tensors) !== JSON.stringify(other.tensors))
    throw new GlassboxError('input/invalid', 'The two networks have other layers: their weights cannot be compared.', {
      hint: 'Choose two checkpoints of one run, or of runs with the same network.',
    })
  let offset = 0
  const tensors = one.tensors.map(({ layer, name, shape }) => {
    const count = sizeOf(shape)
    const start = offset
    offset += count
    return {
      layer,
      name,
      count,
      ...distances(one.values.subarray(start, offset), other.values.subarray(start, offset)),
    }
  })
  return {
    a: { runId: one.runId, epoch: one.epoch },
    b: { runId: other.runId, epoch: other.epoch },
    equal: Buffer.from(one.values.buffer).equals(Buffer.from(other.values.buffer)),
    tensors,
  }
}

/** @param a and b have the same length */
function distances(
  a: Float32Array,
  b: Float32Array,
): Omit<WeightsComparison['tensors'][number], 'layer' | 'name' | 'count'> {
  let [squaresA, squaresB, squares, product, largestChange] = [0, 0, 0, 0, 0]
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0
    squaresA += x * x
    squaresB += y * y
    squares += (y - x) ** 2
    product += x * y
    largestChange = Math.max(largestChange, Math.abs(y - x))
  }
  const [normA, normB] = [Math.sqrt(squaresA), Math.sqrt(squaresB)]
  const cosine = normA > 0 && normB > 0 ? product / (normA * normB) : null
  return { normA, normB, distance: Math.sqrt(squares), cosine, largestChange }
}
