import { TrainingSpec } from '../../spec/training.ts'
import { learningRateAt } from '../../train/schedule.ts'
import { batching, BATCHING, type BatchingOptions, type BatchingResult } from './batching.ts'
import { withPoint } from '../with-point.ts'
import { CURVES, descendCurve, type CurvePoint } from './curves.ts'

export interface UpdateOptions {
  /** Down x² from here, with each of these rates. */
  readonly x0: number
  readonly etas: readonly number[]
  readonly steps: number
  /** Momentum under a slope that stays the same. */
  readonly alpha: number
  readonly eta: number
  readonly g: number
  /** Where descent between two valleys begins, its rate, and the momentum that carries it over. */
  readonly valleys: { readonly x0: number; readonly eta: number; readonly momentum: number; readonly steps: number }
  readonly eta0: number
  /** Epochs passed. */
  readonly t: readonly number[]
  readonly batching: BatchingOptions
}

export const UPDATE: UpdateOptions = {
  ...{ x0: -1.5, etas: [0.01, 0.1, 0.5, 0.9, 1, 1.1], steps: 5 },
  ...{ alpha: 0.5, eta: 0.1, g: 1 },
  valleys: { x0: 1.9, eta: 0.01, momentum: 0.9, steps: 100 },
  ...{ eta0: 0.1, t: [0, 1, 10, 100] },
  batching: BATCHING,
}

/** What a rate does to x²: each step multiplies x by 1 − 2η. */
export type Pace = 'slow' | 'exact' | 'overshoots' | 'oscillates' | 'diverges'

export interface UpdateResult {
  readonly gradient_descent_1d: {
    readonly f: string
    readonly x0: number
    /** x before the first step and after each, by rate. */
    readonly eta: Readonly<Record<string, readonly number[]>>
    readonly paths: Readonly<Record<string, readonly CurvePoint[]>>
    readonly pace: Readonly<Record<string, Pace>>
  }
  readonly momentum_constant_gradient: {
    readonly alpha: number
    readonly eta: number
    readonly g: number
    /** −Δw of each step; they grow towards the limit η·g / (1 − α). */
    readonly step_sizes: readonly number[]
    readonly limit: number
  }
  readonly local_minima: {
    readonly f: string
    readonly without: readonly CurvePoint[]
    readonly with_momentum: readonly CurvePoint[]
  }
  readonly schedules_standard: { readonly eta0: number; readonly t: readonly number[] } & Readonly<
    Record<string, number | readonly number[]>
  >
  readonly batching: BatchingResult
}

const MOMENTUM_STEPS = 8

/** Rates that are too small, good and too large; momentum; valleys; schedules; batch, online and mini-batch. */
export function update(options: Partial<UpdateOptions> = {}): UpdateResult {
  const settings = { ...UPDATE, ...options }
  const { x0, etas, steps, alpha, eta, g, valleys, eta0, t } = settings
  const paths = etas.map((rate) => [withPoint(rate), descendCurve(CURVES.bowl, x0, { eta: rate, steps })] as const)
  const { momentum, ...plain } = valleys
  let size = 0
  return {
    gradient_descent_1d: {
      ...{ f: CURVES.bowl.formula, x0 },
      eta: Object.fromEntries(paths.map(([rate, path]) => [rate, path.map(({ x }) => x)])),
      paths: Object.fromEntries(paths),
      pace: Object.fromEntries(etas.map((rate) => [withPoint(rate), paceOf(rate)])),
    },
    momentum_constant_gradient: {
      ...{ alpha, eta, g, limit: (eta * g) / (1 - alpha) },
      step_sizes: Array.from({ length: MOMENTUM_STEPS }, () => (size = alpha * size + eta * g)),
    },
    local_minima: {
      f: CURVES.twoValleys.formula,
      without: descendCurve(CURVES.twoValleys, valleys.x0, plain),
      with_momentum: descendCurve(CURVES.twoValleys, valleys.x0, { ...plain, momentum }),
    },
    schedules_standard: { eta0, t, ...schedules(eta0, t) },
    batching: batching(settings.batching),
  }
}

function paceOf(eta: number): Pace {
  const factor = 1 - 2 * eta
  if (factor > 0) return 'slow'
  if (factor === 0) return 'exact'
  if (factor > -1) return 'overshoots'
  return factor === -1 ? 'oscillates' : 'diverges'
}

function schedules(eta0: number, t: readonly number[]): Record<string, number[]> {
  const optimizer = { type: 'sgd', learningRate: eta0 } as const
  const rates = (schedule: object): number[] => {
    const settings = TrainingSpec.parse({ epochs: 100, optimizer, schedule })
    return t.map((epochs) => learningRateAt(settings, 1, epochs))
  }
  return {
    'step(drop .5 every 10)': rates({ type: 'step', drop: 0.5, every: 10 }),
    'exponential(k=.05)': rates({ type: 'exponential', decay: 0.05 }),
    'inverse_time(k=.05)': rates({ type: 'inverseTime', decay: 0.05 }),
    'cosine(T=100)': rates({ type: 'cosine', epochs: 100 }),
  }
}
