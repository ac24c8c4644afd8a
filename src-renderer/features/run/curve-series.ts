import { learningRateAt } from '../../../src-engine/train/schedule.ts'
import { stepsBefore, stepsOf } from '../../../src-engine/train/batches.ts'
import { trainingAt, type RunChange } from '../../../src-engine/spec/run-changes.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { CurveHistory } from '../../../src-main/contract/curve-history.ts'
import type { Series } from '../../charts/series.ts'
import { lastEpochs } from './history.ts'

/** Train and validation of one measure. */
export function splitSeries(history: CurveHistory, measure: 'loss' | 'accuracy' | 'mae'): Series[] {
  const { high } = history
  return [
    { name: 'train', kind: 'train', values: history[measure], high: high?.[measure] },
    { name: 'validation', kind: 'validation', values: history[`val_${measure}`], high: high?.[`val_${measure}`] },
  ]
}

/** The learning rate of the last step of every epoch, worked out from the settings and their changes as the training does. */
export function rateSeries(
  history: CurveHistory,
  training: TrainingSpec | null,
  changes: readonly RunChange[],
  count: number | null,
): Series[] {
  const values = lastEpochs(history).map((epoch) => {
    if (!training || count === null) return NaN
    const steps = stepsOf(training, epoch, count)
    const then = changes.length > 0 ? trainingAt(training, changes, { epoch: epoch - 1, step: steps - 1 }) : training
    return learningRateAt(then, stepsBefore(training, epoch + 1, count), epoch - 1 / steps)
  })
  return [{ name: 'learning rate', kind: 'single', hue: 2, values }]
}

/** Examples per second of every epoch. */
export function speedSeries(history: CurveHistory, count: number | null): Series[] {
  const perSecond = (seconds: Float64Array): Float64Array =>
    seconds.map((one) => (count !== null && one > 0 ? count / one : NaN))
  const { seconds, high } = history
  const [values, top] = high ? [perSecond(high.seconds), perSecond(seconds)] : [perSecond(seconds), undefined]
  return [{ name: 'examples per second', kind: 'single', hue: 3, values, high: top }]
}
