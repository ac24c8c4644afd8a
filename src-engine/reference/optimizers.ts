import type { OptimizerSpec } from '../spec/training.ts'
import { adadelta } from './optimizers/adadelta.ts'
import { adagrad } from './optimizers/adagrad.ts'
import { adam } from './optimizers/adam.ts'
import { adamax } from './optimizers/adamax.ts'
import { nadam } from './optimizers/nadam.ts'
import type { OptimizerState, Update } from './optimizers/optimizer.ts'
import { rmsprop } from './optimizers/rmsprop.ts'
import { sgd } from './optimizers/sgd.ts'

export { initialState, type OptimizerState } from './optimizers/optimizer.ts'
export { lookAhead } from './optimizers/sgd.ts'

/**
 * One update as a pure function: weights and state in, weights and state out. Each optimiser's file has its formula.
 * @param w all weights
 * @param g ∂C/∂w, taken at `lookAhead(optimizer, w, state)`
 */
export function optimizerStep(
  optimizer: OptimizerSpec,
  w: Float64Array,
  g: Float64Array,
  state: OptimizerState,
): Update {
  switch (optimizer.type) {
    case 'sgd':
      return sgd(optimizer, w, g, state)
    case 'adagrad':
      return adagrad(optimizer, w, g, state)
    case 'adadelta':
      return adadelta(optimizer, w, g, state)
    case 'rmsprop':
      return rmsprop(optimizer, w, g, state)
    case 'adam':
      return adam(optimizer, w, g, state)
    case 'adamax':
      return adamax(optimizer, w, g, state)
    case 'nadam':
      return nadam(optimizer, w, g, state)
  }
}
