import { OptimizerSpec } from '../../spec/optimizer.ts'
import { NETWORK_RACE, networkRace, type NetworkRaceOptions } from './network-race.ts'
import { descend, race, type Field, type Runner } from './race.ts'
import { SURFACES, type SurfaceName } from './surfaces.ts'

/** Nineteen published forms, named as in `goldens.json`, with the settings that follow them. */
export const VARIANTS: Field = {
  'sgd {"eta": 0.01}': { type: 'sgd', learningRate: 0.01 },
  'momentum {"eta": 0.01, "gamma": 0.9}': { type: 'sgd', learningRate: 0.01, momentum: 0.9 },
  'momentum {"eta": 0.01, "gamma": 0.5}': { type: 'sgd', learningRate: 0.01, momentum: 0.5 },
  'nesterov {"eta": 0.01, "gamma": 0.9}': {
    ...{ type: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: true, variant: 'paper' },
  },
  'nesterov_keras {"eta": 0.01, "gamma": 0.9}': { type: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: true },
  'adagrad {"eps": 1e-08, "eta": 0.01}': {
    ...{ type: 'adagrad', learningRate: 0.01, epsilon: 1e-8, initialAccumulatorValue: 0 },
  },
  'adagrad_eps_outside {"eps": 1e-10, "eta": 0.01}': {
    ...{ type: 'adagrad', learningRate: 0.01, epsilon: 1e-10, variant: 'pytorch' },
  },
  'adadelta {"eps": 1e-06, "rho": 0.9}': { type: 'adadelta', rho: 0.9, epsilon: 1e-6 },
  'adadelta {"eps": 1e-06, "rho": 0.95}': { type: 'adadelta', rho: 0.95, epsilon: 1e-6 },
  'adadelta {"eps": 1e-07, "lr": 0.001, "rho": 0.95}': { type: 'adadelta', learningRate: 0.001, epsilon: 1e-7 },
  'rmsprop {"eps": 1e-08, "eta": 0.001, "rho": 0.9}': { type: 'rmsprop', learningRate: 0.001, epsilon: 1e-8 },
  'rmsprop {"eps": 1e-07, "eta": 0.001, "rho": 0.9}': { type: 'rmsprop', learningRate: 0.001, epsilon: 1e-7 },
  'rmsprop_eps_outside {"eps": 1e-08, "eta": 0.01, "rho": 0.99}': {
    ...{ type: 'rmsprop', learningRate: 0.01, rho: 0.99, epsilon: 1e-8, variant: 'pytorch' },
  },
  'adam {"eps": 1e-08, "eta": 0.001}': { type: 'adam', learningRate: 0.001, epsilon: 1e-8 },
  'adam_epshat {"eps": 1e-07, "eta": 0.001}': {
    ...{ type: 'adam', learningRate: 0.001, epsilon: 1e-7, variant: 'keras' },
  },
  'adamax {"eps": 1e-08, "eta": 0.002}': { type: 'adamax', learningRate: 0.002 },
  'nadam_ruder {"eps": 1e-08, "eta": 0.002}': {
    ...{ type: 'nadam', learningRate: 0.002, epsilon: 1e-8, variant: 'paper' },
  },
  'nadam_schedule {"eps": 1e-08, "eta": 0.002}': {
    ...{ type: 'nadam', learningRate: 0.002, epsilon: 1e-8, variant: 'pytorch' },
  },
  'nadam_schedule {"eps": 1e-07, "eta": 0.001, "psi": 1.0}': {
    ...{ type: 'nadam', learningRate: 0.001, epsilon: 1e-7, variant: 'keras' },
  },
}

export interface OptimisersOptions {
  /** Where the nineteen begin on ½(x² + 10y²), and how many steps they make. */
  readonly theta0: readonly [number, number]
  readonly variantSteps: number
  readonly variants: Field
  /** Of every race. */
  readonly steps: number
  readonly network: NetworkRaceOptions
}

export const OPTIMISERS: OptimisersOptions = {
  ...{ theta0: SURFACES.ravine.start, variantSteps: 3, variants: VARIANTS, steps: 100 },
  network: NETWORK_RACE,
}

type Move = Omit<Runner, 'name'>

/** How one optimiser did. */
export interface Finish {
  readonly name: string
  readonly theta: readonly [number, number]
  readonly value: number
  /** ‖θ − minimum‖ at the end. */
  readonly distance: number
  /** θ before the first step and after each. */
  readonly path: readonly (readonly [number, number])[]
}

export interface RaceResult {
  readonly formula: string
  readonly start: readonly [number, number]
  readonly minimum: readonly [number, number]
  readonly finishes: readonly Finish[]
}

export interface OptimisersResult {
  readonly f: string
  readonly theta0: readonly [number, number]
  readonly grad0: readonly [number, number]
  /** Three steps of every variant. */
  readonly runs: Readonly<Record<string, readonly Move[]>>
  readonly race: Readonly<Record<SurfaceName, RaceResult>>
  /** The same optimisers on a network, all with the same batches: the cost of the whole data after each step. */
  readonly network_race: Readonly<Record<string, readonly number[]>>
}

export function optimisers(options: Partial<OptimisersOptions> = {}): OptimisersResult {
  const { theta0, variantSteps, variants, steps, network } = { ...OPTIMISERS, ...options }
  const runs = Object.entries(variants).map(([name, spec]) => {
    const run = descend(OptimizerSpec.parse(spec), SURFACES.ravine, Float64Array.from(theta0))
    return [name, Array.from({ length: variantSteps + 1 }, () => run.next().value).slice(1)] as const
  })
  const finish = (surface: SurfaceName) => [surface, raced(surface, steps)] as const
  return {
    ...{ f: SURFACES.ravine.formula, theta0, grad0: SURFACES.ravine.gradient(...theta0) },
    runs: Object.fromEntries(runs),
    race: Object.fromEntries((Object.keys(SURFACES) as SurfaceName[]).map(finish)) as OptimisersResult['race'],
    network_race: networkRaced(network, steps),
  }
}

function raced(surface: SurfaceName, steps: number): RaceResult {
  const { formula, start, minimum } = SURFACES[surface]
  const course = race({ surface })
  const track = Array.from({ length: steps + 1 }, () => course.next().value.runners)
  const finishes = (track.at(-1) ?? []).map(({ name, theta, value }, i): Finish => {
    const distance = Math.hypot(theta[0] - minimum[0], theta[1] - minimum[1])
    return { name, theta, value, distance, path: track.map((runners) => runners[i]?.theta ?? [NaN, NaN]) }
  })
  return { formula, start, minimum, finishes }
}

function networkRaced(network: NetworkRaceOptions, steps: number): OptimisersResult['network_race'] {
  const course = networkRace(network)
  const track = Array.from({ length: steps + 1 }, () => course.next().value.losses)
  const names = Object.keys(track[0] ?? {})
  return Object.fromEntries(names.map((name) => [name, track.map((losses) => losses[name] ?? NaN)]))
}
