import { DEPTH, variancesThroughDepth, type DepthOptions, type VariancesThroughDepth } from './depth.ts'
import { constant, trainTwins, uniform, type TwinRun, type TwinState } from './twins.ts'

const OR = [0, 1, 1, 1]

export interface ZeroInitOptions {
  /** By name; those of `ZERO_INIT` are called as in `goldens.json`. */
  readonly runs: Readonly<Record<string, TwinRun>>
  readonly eta: number
  /** After which steps each run is looked at. */
  readonly steps: readonly number[]
  readonly depth: DepthOptions
}

export const ZERO_INIT: ZeroInitOptions = {
  runs: {
    OR: { init: constant(0), targets: OR },
    XOR: { init: constant(0), targets: [0, 1, 1, 0] },
    'constant_init_0.3_OR': { init: constant(0.3), targets: OR },
    broken_symmetry_OR: {
      init: {
        W1: [
          [0.1, -0.2],
          [0.05, 0.12],
        ],
        ...{ b1: [0, 0], W2: [0.1, -0.1], b2: 0 },
      },
      targets: OR,
    },
    'uniform_0.12_OR': { init: uniform(0.12, 1), targets: OR },
  },
  ...{ eta: 0.5, steps: [1, 2, 10, 100, 1000], depth: DEPTH },
}

export interface ZeroInitResult {
  /** By run, then by step. */
  readonly runs: Readonly<Record<string, Readonly<Record<string, TwinState>>>>
  /** How much of a signal is left through the layers, by how they begin. */
  readonly variances: Readonly<Record<string, VariancesThroughDepth>>
}

/** Equal units stay equal for ever: the gradient has no reason to tell them apart. */
export function zeroInit(options: Partial<ZeroInitOptions> = {}): ZeroInitResult {
  const { runs, eta, steps, depth } = { ...ZERO_INIT, ...options }
  return {
    runs: Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, lookedAt(run, eta, steps)])),
    variances: variancesThroughDepth(depth),
  }
}

function lookedAt(run: TwinRun, eta: number, steps: readonly number[]): Record<string, TwinState> {
  const training = trainTwins(run, eta)
  const found: Record<string, TwinState> = {}
  for (let step = 0; step <= Math.max(0, ...steps); step++) {
    const { value } = training.next()
    if (steps.includes(step)) found[step] = value
  }
  return found
}
