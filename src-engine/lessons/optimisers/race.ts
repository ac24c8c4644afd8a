import { at } from '../../reference/array.ts'
import { initialState, lookAhead, optimizerStep } from '../../reference/optimizers.ts'
import { OptimizerSpec } from '../../spec/optimizer.ts'
import type * as z from 'zod'
import { slopeAt, SURFACES, type Surface, type SurfaceName } from './surfaces.ts'

type SpecInput = z.input<typeof OptimizerSpec>

/** SGD and the eight, by what they are called. */
export type Field = Readonly<Record<string, SpecInput>>

/** Momentum, Nesterov and SGD go by slopes, so each surface has its rate for them; the others go by the size of a step. */
export const field = (slopeRate: number, stepRate: number): Field => ({
  SGD: { type: 'sgd', learningRate: slopeRate },
  momentum: { type: 'sgd', learningRate: slopeRate, momentum: 0.9 },
  Nesterov: { type: 'sgd', learningRate: slopeRate, momentum: 0.9, nesterov: true },
  Adagrad: { type: 'adagrad', learningRate: 5 * stepRate, variant: 'pytorch' },
  Adadelta: { type: 'adadelta' },
  RMSprop: { type: 'rmsprop', learningRate: stepRate },
  Adam: { type: 'adam', learningRate: stepRate },
  AdaMax: { type: 'adamax', learningRate: stepRate },
  Nadam: { type: 'nadam', learningRate: stepRate },
})

/** Who races on each surface unless others are given. */
export const FIELDS: Readonly<Record<SurfaceName, Field>> = {
  bowl: field(0.1, 0.05),
  ravine: field(0.02, 0.02),
  saddle: field(0.05, 0.05),
  beale: field(0.005, 0.05),
  rosenbrock: field(0.0005, 0.02),
}

export interface RaceOptions {
  readonly surface: SurfaceName
  /** Where all begin; the surface's own place unless given. */
  readonly start?: readonly [number, number]
  /** Who runs; all nine with rates for this surface unless given. */
  readonly optimisers?: Field
}

/** Where one optimiser is. */
export interface Runner {
  readonly name: string
  readonly theta: readonly [number, number]
  readonly value: number
  /** What it went down by, taken at the point looked ahead to; zeros at the start. */
  readonly gradient: readonly [number, number]
  /** θ before less θ after. */
  readonly step: readonly [number, number]
  /** What it remembers after the step; each optimiser says what of: see `OptimizerState`. */
  readonly first: readonly [number, number]
  readonly second: readonly [number, number]
}

export interface RaceStep {
  readonly step: number
  readonly runners: readonly Runner[]
}

/** All optimisers down one surface in lock-step, without end; first where they stand before any step. */
export function* race(options: RaceOptions): Generator<RaceStep, never> {
  const surface: Surface = SURFACES[options.surface]
  const start = Float64Array.from(options.start ?? surface.start)
  const field = Object.entries(options.optimisers ?? FIELDS[options.surface])
  const runs = field.map(([name, spec]) => ({ name, run: descend(OptimizerSpec.parse(spec), surface, start) }))
  for (let step = 0; ; step++) yield { step, runners: runs.map(({ name, run }) => ({ name, ...run.next().value })) }
}

/** One optimiser, step by step; first where it stands. */
export function* descend(
  optimizer: OptimizerSpec,
  surface: Surface,
  start: Float64Array,
): Generator<Omit<Runner, 'name'>, never> {
  let theta = start
  let state = initialState(2)
  let gradient = new Float64Array(2)
  let step = new Float64Array(2)
  for (;;) {
    yield {
      ...{ theta: pair(theta), value: surface.value(at(theta, 0), at(theta, 1)) },
      ...{ gradient: pair(gradient), step: pair(step), first: pair(state.first), second: pair(state.second) },
    }
    gradient = Float64Array.from(slopeAt(surface, lookAhead(optimizer, theta, state)))
    const update = optimizerStep(optimizer, theta, gradient, state)
    const before = theta
    step = Float64Array.from(update.weights, (value, i) => at(before, i) - value)
    theta = Float64Array.from(update.weights)
    state = update.state
  }
}

const pair = (x: Float64Array): readonly [number, number] => [at(x, 0), at(x, 1)]
