import { totalmem } from 'node:os'
import { estimateMemory, MOST_BYTES } from '../../../src-engine/plan/model.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { planOptions, type Planned } from '../../training/plan-options.ts'

/** Most that a model can have on this machine, in bytes. */
export const machineMemory = (): number => Math.min(totalmem(), MOST_BYTES)

/**
 * What a run would take of the memory, in bytes, and why it cannot have it.
 * @param most bytes that there are for it
 */
export function memoryOf(
  planned: Planned,
  most = machineMemory(),
): { readonly bytes: number; readonly refusal: GlassboxError | null } {
  const bytes = bytesOf(planned)
  return { bytes, refusal: bytes > most ? refusalOf(planned, bytes, most) : null }
}

/** The rows of a table stand beside the model only where there is room. */
function bytesOf(planned: Planned): number {
  return estimateMemory({ ...planOptions(planned), tableRows: 0 })
}

function refusalOf(planned: Planned, bytes: number, most: number): GlassboxError {
  const batchSize = fittingBatch(planned, most)
  return new GlassboxError(
    'run/out-of-memory',
    `This training needs ${gigabytes(bytes)} of memory, more than the ${gigabytes(most)} that there are for it.`,
    {
      hint: batchSize
        ? `Use a batch of ${batchSize}.`
        : 'Use smaller pictures, or fewer filters and units: no batch is small enough.',
      details: { bytes, most, batchSize },
    },
  )
}

/** The batch halved until it fits; null where not even one example does. */
function fittingBatch(planned: Planned, most: number): number | null {
  let { batchSize } = planOptions(planned)
  while (batchSize > 1) {
    batchSize = batchSize > 2 ? 2 ** Math.ceil(Math.log2(batchSize) - 1) : 1
    const training = { ...planned.training, batching: 'miniBatch' as const, batchSize, changes: [] }
    if (bytesOf({ ...planned, training }) <= most) return batchSize
  }
  return null
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`
