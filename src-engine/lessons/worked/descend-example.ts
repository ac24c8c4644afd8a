import { descend, type Descent } from '../../reference/descent.ts'
import { forward, lossOf, type Batch } from '../../reference/network.ts'
import type { WorkedNetwork } from './network.ts'

/** A worked example after so many steps. */
export interface ExampleState {
  readonly step: number
  readonly weights: Float64Array
  readonly error: number
  readonly outputs: readonly number[]
}

/** Gradient descent on one example, step by step without end; first the state before any step. */
export function* descendExample(
  { spec }: WorkedNetwork,
  descent: Descent,
  start: Float64Array,
  batch: Batch,
): Generator<ExampleState, never> {
  let weights = start
  for (let step = 0; ; step++) {
    const outputs = [...(forward(spec, weights, batch.x).at(-1)?.a ?? [])]
    yield { step, weights, error: lossOf(spec, descent.loss, weights, batch), outputs }
    weights = descend(spec, descent, weights, batch)
  }
}

/** The state after so many steps. */
export function stateAfter(
  worked: WorkedNetwork,
  descent: Descent,
  start: Float64Array,
  batch: Batch,
  steps: number,
): ExampleState {
  let weights = start
  for (let step = 0; step < steps; step++) weights = descend(worked.spec, descent, weights, batch)
  return { ...descendExample(worked, descent, weights, batch).next().value, step: steps }
}
