/** What an optimiser remembers beside the weights: how many steps it made and up to two numbers per weight, at first 0. */
export interface OptimizerState {
  readonly step: number
  /** Momentum's velocity, Adam's mean of gradients, Adagrad's sum of squares … : each optimiser says which. */
  readonly first: Float64Array
  readonly second: Float64Array
}

/** An update as a value: where the weights are now, and what is remembered. */
export interface Update {
  readonly weights: Float64Array
  readonly state: OptimizerState
}

export function initialState(length: number): OptimizerState {
  return { step: 0, first: new Float64Array(length), second: new Float64Array(length) }
}
