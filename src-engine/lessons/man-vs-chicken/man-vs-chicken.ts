import { descend, slopesOf } from '../../reference/descent.ts'
import { lossOf } from '../../reference/network.ts'
import type { Printed } from '../printed.ts'
import { descendExample, stateAfter } from '../worked/descend-example.ts'
import { named, stored, type Named } from '../worked/network.ts'
import { unfold, type Unfolded } from '../worked/unfold.ts'
import { begin, MAN_VS_CHICKEN, NETWORK, type ManVersusChickenOptions } from './example.ts'
import { printedOf, SLIPPED } from './printed.ts'

export { MAN_VS_CHICKEN, type ManVersusChickenOptions } from './example.ts'

export interface ManVersusChickenResult {
  readonly options: ManVersusChickenOptions
  /** SE before the first step. */
  readonly error: number
  /** netb1 … outc2, sq_c1, sq_c2, sq_sum, SE. */
  readonly forward: Named
  /** 1 + e^−net of every unit, which its output is one over. */
  readonly denominators: Named
  /** δ of the outputs, what goes back through each weight, the sums, and f′ of the hidden units. */
  readonly deltas: Named
  /** ∂SE/∂w1 … bw4 that the first step goes down. */
  readonly gradients: Named
  /** w1 … bw4 after the first step. */
  readonly updated: Named
  readonly forwardAfterUpdate: Named
  /** All of it as single products. */
  readonly unfolded: Unfolded
  /** After `steps` steps. */
  readonly errorAfter: number
  readonly outputsAfter: readonly number[]
  readonly weightsAfter: Named
  /** The weights that the book slips in, and the error they would lead to. */
  readonly updatedIfSlipsKept: Named
  readonly printed: readonly Printed[]
}

export function manVersusChickenByHand(options: Partial<ManVersusChickenOptions> = {}): ManVersusChickenResult {
  const settings = { ...MAN_VS_CHICKEN, ...options }
  const { start, batch, descent } = begin(settings)
  const next = descend(NETWORK.spec, descent, start, batch)
  const back = settings.order === 'sequential' ? next : start
  const unfolded = unfold(NETWORK, start, batch, descent.loss, back)
  const after = stateAfter(NETWORK, descent, start, batch, settings.steps)
  const gradients = named(NETWORK, slopesOf(NETWORK.spec, descent, start, batch))
  const updated = named(NETWORK, next)
  const forward = forwardNumbers(unfolded, settings.t)
  const deltas = deltaNumbers(unfolded)
  const slipped = { ...updated, ...SLIPPED }
  return {
    options: settings,
    error: lossOf(NETWORK.spec, descent.loss, start, batch),
    ...{ forward, denominators: denominatorsOf(forward), deltas, gradients, updated },
    forwardAfterUpdate: forwardNumbers(unfold(NETWORK, next, batch, descent.loss), settings.t),
    unfolded,
    errorAfter: after.error,
    outputsAfter: after.outputs,
    weightsAfter: named(NETWORK, after.weights),
    updatedIfSlipsKept: { ...SLIPPED, SE_after: lossOf(NETWORK.spec, descent.loss, stored(NETWORK, slipped), batch) },
    printed: printedOf({ forward, denominators: denominatorsOf(forward), deltas, gradients, updated }),
  }
}

/** The same step by step without end, to be drawn while it runs. */
export function manVersusChickenSteps(options: Partial<ManVersusChickenOptions> = {}) {
  const { start, batch, descent } = begin({ ...MAN_VS_CHICKEN, ...options })
  return descendExample(NETWORK, descent, start, batch)
}

function forwardNumbers({ forward }: Unfolded, t: readonly number[]): Named {
  const squares = (forward.at(-1) ?? []).map(({ unit, a }, i) => [`sq_${unit}`, ((t[i] ?? NaN) - a) ** 2] as const)
  const sum = squares.reduce((total, [, square]) => total + square, 0)
  return {
    ...Object.fromEntries(
      forward.flatMap((layer) => [
        ...layer.map(({ unit, z }) => [`net${unit}`, z] as const),
        ...layer.map(({ unit, a }) => [`out${unit}`, a] as const),
      ]),
    ),
    ...Object.fromEntries(squares),
    ...{ sq_sum: sum, SE: sum / 2 },
  }
}

function denominatorsOf(forward: Named): Named {
  return Object.fromEntries(
    ['netb1', 'netb2', 'netc1', 'netc2'].map((name) => [`1+e^-${name}`, 1 + Math.exp(-(forward[name] ?? NaN))]),
  )
}

function deltaNumbers({ backward }: Unfolded): Named {
  const [hidden = [], outputs = []] = backward
  return Object.fromEntries([
    ...outputs.map(({ unit, delta }) => [`delta_${unit}`, delta] as const),
    ...hidden.flatMap(({ unit, terms, dC_da }) => [
      ...terms.map(({ from, weight, product }) => [`${from}_${weight}`, product] as const),
      [`sum_${unit}`, dC_da] as const,
    ]),
    ...hidden.map(({ unit, da_dz }) => [`out${unit}_deriv`, da_dz] as const),
  ])
}
