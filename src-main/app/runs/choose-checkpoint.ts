import { GlassboxError } from '../../contract/errors.ts'
import type { CheckpointName, RunDetail } from '../../contract/types.ts'
import type { CheckpointRow } from '../../storage/repositories/checkpoints.ts'

/**
 * The kept checkpoint that is meant. `last` is the last of all, also one inside an epoch.
 * @throws {GlassboxError} `run/no-checkpoint`
 */
export function chooseCheckpoint(
  { name, bestEpoch }: Pick<RunDetail, 'name' | 'bestEpoch'>,
  rows: readonly CheckpointRow[],
  wanted: CheckpointName,
): CheckpointRow {
  const last = rows.at(-1)
  const epoch = wanted === 'best' ? bestEpoch : wanted
  const chosen = wanted === 'last' || epoch === null ? last : rows.find((row) => row.epoch === epoch && row.step === 0)
  if (chosen) return chosen
  const whole = rows.filter(({ step }) => step === 0).map((row) => row.epoch)
  throw new GlassboxError(
    'run/no-checkpoint',
    `"${name}" has no weights of ${wanted === 'last' ? 'any epoch' : `epoch ${epoch}`}.`,
    {
      hint: whole.length > 0 ? `Kept epochs: ${whole.join(', ')}.` : 'Wait for its first epoch, or choose another run.',
    },
  )
}
