import { descend, slopesOf } from '../../reference/descent.ts'
import { lossOf } from '../../reference/network.ts'
import type { Printed } from '../printed.ts'
import { descendExample, stateAfter } from '../worked/descend-example.ts'
import { named, picked, type Named } from '../worked/network.ts'
import { unfold, type Unfolded } from '../worked/unfold.ts'
import { begin, BIASES, MAZUR, MAZUR_NETWORK, WEIGHTS, type MazurOptions } from './example.ts'
import { printedOf } from './printed.ts'

export { MAZUR, type MazurOptions } from './example.ts'
export { MAZUR_TRAINED, mazurOrderPrints, mazurTrainedPrints } from './printed.ts'

export interface MazurResult {
  readonly options: MazurOptions
  /** E before the first step. */
  readonly error: number
  /** net_h1 … out_o2, E_o1, E_o2, E_total. */
  readonly forward: Named
  /** Every factor of the chain rule. */
  readonly backward: Named
  /** ∂E/∂w1 … w8 that the first step goes down; in sequential order w1 … w4 through the new w5 … w8. */
  readonly gradients: Named
  readonly grad_b: Named
  /** w1 … w8 after the first step. */
  readonly updated: Named
  /** All of it as single products. */
  readonly unfolded: Unfolded
  /** After `steps` steps. */
  readonly errorAfter: number
  readonly outputsAfter: readonly number[]
  readonly weightsAfter: Named
  readonly biasesAfter: Named
  readonly printed: readonly Printed[]
}

export function mazur(options: Partial<MazurOptions> = {}): MazurResult {
  const settings = { ...MAZUR, ...options }
  const { start, batch, descent } = begin(settings)
  const next = descend(MAZUR_NETWORK.spec, descent, start, batch)
  const slopes = slopesOf(MAZUR_NETWORK.spec, descent, start, batch)
  const back = settings.order === 'sequential' ? next : start
  const unfolded = unfold(MAZUR_NETWORK, start, batch, descent.loss, back)
  const forward = forwardNumbers(unfolded, settings.t)
  const gradients = picked(named(MAZUR_NETWORK, slopes), WEIGHTS)
  const backward = backwardNumbers(unfolded)
  const after = stateAfter(MAZUR_NETWORK, descent, start, batch, settings.steps)
  const updated = picked(named(MAZUR_NETWORK, next), WEIGHTS)
  return {
    options: settings,
    error: lossOf(MAZUR_NETWORK.spec, descent.loss, start, batch),
    ...{ forward, backward, gradients, updated, unfolded },
    grad_b: biasGradients(backward),
    errorAfter: after.error,
    outputsAfter: after.outputs,
    weightsAfter: picked(named(MAZUR_NETWORK, after.weights), WEIGHTS),
    biasesAfter: picked(named(MAZUR_NETWORK, after.weights), BIASES),
    printed: printedOf({ ...forward, ...backward }, gradients, updated),
  }
}

/** The same step by step without end, to be drawn while it runs. */
export function mazurSteps(options: Partial<MazurOptions> = {}) {
  const { start, batch, descent } = begin({ ...MAZUR, ...options })
  return descendExample(MAZUR_NETWORK, descent, start, batch)
}

function forwardNumbers({ forward }: Unfolded, t: readonly number[]): Named {
  const outputs = forward.at(-1) ?? []
  const errors = outputs.map(({ unit, a }, i) => [`E_${unit}`, ((t[i] ?? NaN) - a) ** 2 / 2] as const)
  return {
    ...Object.fromEntries(
      forward.flatMap((layer) => [
        ...layer.map(({ unit, z }) => [`net_${unit}`, z] as const),
        ...layer.map(({ unit, a }) => [`out_${unit}`, a] as const),
      ]),
    ),
    ...Object.fromEntries(errors),
    E_total: errors.reduce((sum, [, error]) => sum + error, 0),
  }
}

function backwardNumbers({ backward }: Unfolded): Named {
  const [hidden = [], outputs = []] = backward
  return Object.fromEntries([
    ...outputs.map(({ unit, dC_da }) => [`dE_dout_${unit}`, dC_da] as const),
    ...outputs.map(({ unit, da_dz }) => [`dout_${unit}_dnet`, da_dz] as const),
    ...outputs.map(({ unit, delta }) => [`delta_${unit}`, delta] as const),
    ...hidden.flatMap(({ unit, terms }) =>
      terms.map(({ from, product }) => [`dE${from}_dout_${unit}`, product] as const),
    ),
    ...hidden.map(({ unit, dC_da }) => [`dE_dout_${unit}`, dC_da] as const),
    ...hidden.map(({ unit, da_dz }) => [`dout_${unit}_dnet`, da_dz] as const),
    ...hidden.map(({ unit, delta }) => [`delta_${unit}`, delta] as const),
  ])
}

function biasGradients({ delta_h1 = NaN, delta_h2 = NaN, delta_o1 = NaN, delta_o2 = NaN }: Named): Named {
  return {
    ...{ h1: delta_h1, h2: delta_h2, o1: delta_o1, o2: delta_o2 },
    ...{ b1_shared: delta_h1 + delta_h2, b2_shared: delta_o1 + delta_o2 },
  }
}
