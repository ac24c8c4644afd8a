import { findLearningRate, type RangeTestOptions } from '../../src-engine/train/find-learning-rate.ts'
import { CONTROL, WANTED, type TrainingMessage } from './messages.ts'
import { Ticker } from './ticker.ts'

/** Steps of a range test. */
const STEPS = 100
/** Milliseconds between two reports of progress. */
const PROGRESS_INTERVAL = 100

/** Tries rising learning rates until the loss is lost, and hands the whole curve over. */
export function findRate(
  options: Omit<RangeTestOptions, 'onStep' | 'shouldStop' | 'steps'>,
  control: Int32Array,
  wallSeconds: () => number,
  send: (message: TrainingMessage) => void,
): Extract<TrainingMessage, { kind: 'finished' }> {
  const due = new Ticker(PROGRESS_INTERVAL)
  const { points, suggestion, end } = findLearningRate({
    ...options,
    steps: STEPS,
    shouldStop: () => Atomics.load(control, CONTROL.wanted) !== WANTED.nothing,
    onStep(step, _, loss) {
      if (!due.due()) return
      const samplesPerSecond = (step * options.model.batchSize) / wallSeconds()
      const secondsLeft = (wallSeconds() / step) * (STEPS - step)
      send({
        kind: 'progress',
        progress: { epoch: 1, epochs: 1, step, steps: STEPS, loss, samplesPerSecond, secondsLeft },
      })
    },
  })
  const column = (name: 'rate' | 'loss' | 'smoothed'): Float64Array<ArrayBuffer> =>
    Float64Array.from(points, (point) => point[name])
  send({
    kind: 'rateCurve',
    ...{ rate: column('rate'), loss: column('loss'), smoothed: column('smoothed'), suggestion },
  })
  const seconds = { metrics: null, wallSeconds: wallSeconds() }
  if (end === 'stopped') return { kind: 'finished', status: 'stopped', reason: null, ...seconds }
  return { kind: 'finished', status: 'completed', reason: end === 'diverged' ? 'diverged' : 'epochs', ...seconds }
}
