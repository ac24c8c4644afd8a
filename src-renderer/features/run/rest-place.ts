import { stepsOf } from '../../../src-engine/train/batches.ts'
import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'
import { formatCount } from '../../ui/format.ts'

interface RestPlace {
  readonly epoch: string
  /** Inside of an epoch only. */
  readonly step: string | null
  /** Of all that is planned; null while it is not known. */
  readonly share: number | null
}

/**
 * Where a run stands that rests.
 * @param count examples of the training split; null while it is not known
 */
export function restPlace({ kept, epochs, config }: RunDetail, count: number | null): RestPlace {
  const { epoch, step } = kept.at(-1) ?? { epoch: 0, step: 0 }
  const all = formatCount(epochs)
  if (step === 0) {
    const words = epoch === 0 ? `before epoch 1 of ${all}` : `behind epoch ${formatCount(epoch)} of ${all}`
    return { epoch: words, step: null, share: epoch / epochs }
  }
  const steps = count === null ? null : stepsOf(TrainingSpec.parse(config.training), epoch + 1, count)
  return {
    epoch: `epoch ${formatCount(epoch + 1)} of ${all}`,
    step: `step ${formatCount(step)}${steps === null ? '' : ` of ${formatCount(steps)}`}`,
    share: steps === null ? null : (epoch + step / steps) / epochs,
  }
}
