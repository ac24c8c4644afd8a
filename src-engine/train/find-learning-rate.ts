import type { Model } from '../plan/model.ts'
import type { NetworkSpec } from '../spec/network.ts'
import type { TrainingSpec } from '../spec/training.ts'
import { spread } from '../inspect/spread.ts'
import { decayOf, naturalLog, power } from './elementary.ts'
import type { ExampleSource } from './source.ts'
import { createTrainer, NonFiniteLossError } from './trainer.ts'

export interface RangeTestOptions {
  /** Made for this network and training; its weights are lost. */
  readonly model: Model
  readonly network: NetworkSpec
  /** Its learning rate, schedule, changes and early stopping do not matter. */
  readonly training: TrainingSpec
  readonly train: ExampleSource
  /** First and last learning rate. */
  readonly from?: number
  readonly to?: number
  /** Steps from one to the other, at least 2; they wrap over epochs. */
  readonly steps?: number
  /** After every step: its number from 1, its learning rate and the batch's loss. */
  readonly onStep?: (step: number, rate: number, loss: number) => void
  /** Asked before every step. */
  readonly shouldStop?: () => boolean
}

export interface RangePoint {
  readonly rate: number
  /** Of the batch, before its step. */
  readonly loss: number
  readonly smoothed: number
}

export interface RangeTest {
  readonly points: readonly RangePoint[]
  /**
   * Where the smoothed loss, its lag taken off, falls fastest against the logarithm of the rate; null where it does not fall,
   * as on the plateau that some problems begin with: more steps may help.
   */
  readonly suggestion: number | null
  /** A tenth of the rate with the lowest smoothed loss, the older rule of thumb; null where it does not fall. */
  readonly tenthOfBest: number | null
  /** All steps done; the loss four times its best, or no number; or a stop was wanted. */
  readonly end: 'finished' | 'diverged' | 'stopped'
}

/** Share that the exponential mean keeps of what was before. */
const KEPT = 0.9
/** Steps by which that mean comes behind the loss, KEPT / (1 − KEPT): what it shows was done by the rate of so many before. */
const LAG = 9
/** The mean is of too few losses to be judged before so many. */
const UNSETTLED = 5
/** Ends the test: times the best smoothed loss. */
const DIVERGED = 4
/** Share of the steps whose rates are far too small to matter: their losses tell where it begins, and how they scatter. */
const QUIET = 0.2
/** Standard deviations of the smoothed loss by which it must fall, or there is nothing to suggest: a chance in a thousand. */
const LEAST_FALL = 3

/**
 * Learning-rate range test (Smith 2017, section 3.3; Howard and Gugger 2020 for smoothing, ending and suggestion): the first
 * weights of the seed are trained by steps whose rate grows exponentially. The same seed gives the same curve to the bit.
 * @throws {SpecError} for a training that does not fit the network.
 * @throws {RangeError} where `createTrainer` has one, and for rates or steps that make no range.
 */
export function findLearningRate(options: RangeTestOptions): RangeTest {
  const { model, network, train, from = 1e-7, to = 10, steps = 100, onStep, shouldStop } = options
  if (!(from > 0 && to > from && Number.isInteger(steps) && steps >= 2))
    throw new RangeError('A range test needs 0 < from < to and at least 2 steps.')
  const factor = 1 / decayOf(-naturalLog(from / to) / (steps - 1))
  const rateAt = (step: number): number => from * power(factor, step - 1)
  const training = { ...options.training, changes: [], earlyStopping: null }
  const trainer = createTrainer({ model, network, training, train, validation: null, rateAt })
  trainer.initialize()
  const points: RangePoint[] = []
  let mean = 0
  let best = Infinity
  let end: RangeTest['end'] | null = null

  function note(loss: number): void {
    const step = points.length + 1
    const rate = rateAt(step)
    mean = KEPT * mean + (1 - KEPT) * loss
    const smoothed = mean / (1 - power(KEPT, step))
    points.push({ rate, loss, smoothed })
    onStep?.(step, rate, loss)
    best = Math.min(best, smoothed)
    if (smoothed > DIVERGED * best) end = 'diverged'
    else if (step === steps) end = 'finished'
  }

  function isOver(): boolean {
    if (!end && shouldStop?.()) end = 'stopped'
    return end !== null
  }

  try {
    while (!end) trainer.runEpoch({ shouldStop: isOver, onStep: (_step, _steps, loss) => note(loss) })
  } catch (error) {
    if (!(error instanceof NonFiniteLossError)) throw error
    end = 'diverged'
  }
  return { points, ...suggested(points), end: end ?? 'finished' }
}

function suggested(points: readonly RangePoint[]): Pick<RangeTest, 'suggestion' | 'tenthOfBest'> {
  const settled = points.slice(UNSETTLED)
  const { mean, deviation } = spread(points.slice(0, Math.ceil(QUIET * points.length)).map(({ loss }) => loss))
  if (settled.length === 0 || mean === null || deviation === null) return { suggestion: null, tenthOfBest: null }
  // An exponential mean of independent numbers scatters by √((1 − KEPT) / (1 + KEPT)) of what they do.
  const scatter = deviation * Math.sqrt((1 - KEPT) / (1 + KEPT))
  const best = settled.reduce((a, b) => (b.smoothed < a.smoothed ? b : a))
  if (mean - best.smoothed < Math.max(LEAST_FALL * scatter, 1e-3 * Math.abs(mean)))
    return { suggestion: null, tenthOfBest: null }
  // The slope that leads down to the best, from where the loss was last as it began; what lies before it is noise.
  const before = settled.slice(0, settled.indexOf(best) + 1)
  const falling = before.slice(before.findLastIndex(({ smoothed }) => smoothed >= mean - scatter) + 1)
  // All steps are as wide in the logarithm of the rate, so the difference of neighbours is the slope.
  let suggestion = best.rate
  let steepest = 0
  for (const point of falling) {
    const at = points.indexOf(point)
    const slope = (points[at + 1]?.smoothed ?? NaN) - (points[at - 1]?.smoothed ?? NaN)
    if (slope < steepest) {
      steepest = slope
      suggestion = points[at - LAG]?.rate ?? point.rate
    }
  }
  return { suggestion, tenthOfBest: best.rate / 10 }
}
