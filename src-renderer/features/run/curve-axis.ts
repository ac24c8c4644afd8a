import { stepsBefore, stepsOf } from '../../../src-engine/train/batches.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { CurveHistory } from '../../../src-main/contract/curve-history.ts'
import { formatCount, formatDuration } from '../../ui/format.ts'
import { lastEpochs } from './history.ts'

export const AXES = ['epoch', 'step', 'time', 'samples'] as const
export type AxisName = (typeof AXES)[number]

export interface CurveAxis {
  readonly name: string
  /** Where every point of the history ends. */
  readonly x: Float64Array
  /** Where a number of epochs, also with a fraction, has passed; NaN where that is not known. */
  readonly at: (epochs: number) => number
  readonly format: (value: number) => string
  readonly isWhole: boolean
}

/**
 * The x axis of a run's curves: epochs, steps, seconds of training or examples that were passed.
 * @param count examples of the training split; null while it is not known, then epochs are counted
 */
export function curveAxis(
  wanted: AxisName,
  history: CurveHistory,
  training: TrainingSpec | null,
  count: number | null,
): CurveAxis {
  const ends = lastEpochs(history)
  const counted = (name: string, at: (epochs: number) => number): CurveAxis => ({
    ...{ name, at, x: ends.map(at), format: formatCount, isWhole: true },
  })
  if (wanted === 'step' && training && count !== null)
    return counted('step', (epochs) => {
      const whole = Math.floor(epochs)
      const steps = stepsBefore(training, whole + 1, count)
      return whole === epochs ? steps : steps + (epochs - whole) * stepsOf(training, whole + 1, count)
    })
  if (wanted === 'samples' && count !== null) return counted('samples', (epochs) => epochs * count)
  if (wanted === 'time' && !history.high) {
    let passed = 0
    const x = history.seconds.map((seconds) => (passed += seconds))
    const at = (epochs: number): number => {
      const index = ends.findIndex((end) => end >= epochs)
      return index < 0 ? NaN : (x[index] ?? NaN)
    }
    return { name: 'time', x, at, format: formatDuration, isWhole: false }
  }
  return { name: 'epoch', x: ends, at: (epochs) => epochs, format: formatCount, isWhole: true }
}
