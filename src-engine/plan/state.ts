import type { Plan } from './compile.ts'
import { readStep, writeStep } from './optimizer.ts'

/** Weights and what an optimiser remembers: all that training has made of a model. */
export interface ModelState {
  /** A copy of all weights, tensors in the order of `parameters`; in `into` where there is one. */
  weights(into?: Float32Array): Float32Array
  /** @throws {RangeError} when the length differs. */
  setWeights(weights: Float32Array): void
  /** The optimiser's moments (each as long as the weights), then the step count as (steps mod 2²⁴, steps div 2²⁴). */
  optimizerState(into?: Float32Array): Float32Array
  setOptimizerState(state: Float32Array): void
}

/** A float32 holds whole numbers up to here. */
const STEP_BASE = 2 ** 24

/** Training steps done, from an optimiser's state. */
export function stepsIn(state: Float32Array): number {
  const [low = 0, high = 0] = state.subarray(-2)
  return high * STEP_BASE + low
}

/** @param isTrained whether there is an optimiser */
export function createState(plan: Plan, view: DataView, isTrained: boolean): ModelState {
  const floats = (address: number): Float32Array => new Float32Array(view.buffer, address, plan.weightCount)
  const weights = floats(plan.weights)
  const moments = plan.moments.map(floats)
  const stateLength = moments.length * plan.weightCount + 2
  return {
    weights(into = new Float32Array(weights.length)) {
      into.set(weights)
      return into
    },
    setWeights(values) {
      if (values.length !== weights.length)
        throw new RangeError(`The network has ${weights.length} weights, not ${values.length}.`)
      weights.set(values)
    },
    optimizerState(state = new Float32Array(stateLength)) {
      moments.forEach((moment, index) => state.set(moment, index * plan.weightCount))
      const step = isTrained ? readStep(view, plan.hyperparameters) : 0
      state[stateLength - 2] = step % STEP_BASE
      state[stateLength - 1] = Math.floor(step / STEP_BASE)
      return state
    },
    setOptimizerState(state) {
      if (!isTrained) throw new Error('This model was made for prediction only.')
      if (state.length !== stateLength)
        throw new RangeError(`The optimiser's state has ${stateLength} numbers, not ${state.length}.`)
      moments.forEach((moment, index) => {
        moment.set(state.subarray(index * plan.weightCount, (index + 1) * plan.weightCount))
      })
      writeStep(view, plan.hyperparameters, stepsIn(state))
    },
  }
}
