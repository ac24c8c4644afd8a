import type { Verdict } from '../../inspect/verdict.ts'
import { at } from '../../reference/array.ts'
import { gradient, lossOf } from '../../reference/network.ts'
import { begin, MAN_VS_CHICKEN, NETWORK, type ManVersusChickenOptions } from '../man-vs-chicken/example.ts'
import { printedNumber, type Printed } from '../printed.ts'
import type { Named } from '../worked/network.ts'
import { compareAt, compared, EPSILONS, faults, type Comparison, type Fault } from './compare.ts'

export interface GradcheckOptions extends Pick<ManVersusChickenOptions, 'x' | 't' | 'P'> {
  /** The parameter that is looked at. */
  readonly parameter: string
  readonly epsilon: number
  /** Those of the sweep. */
  readonly epsilons: readonly number[]
}

export const GRADCHECK: GradcheckOptions = {
  ...{ x: MAN_VS_CHICKEN.x, t: MAN_VS_CHICKEN.t, P: MAN_VS_CHICKEN.P },
  parameter: 'w5',
  epsilon: 1e-4,
  epsilons: EPSILONS,
}

export interface GradcheckResult extends Comparison {
  readonly options: GradcheckOptions
  /** The parameter with every ε: too large and the curve bends between the points, too small and only rounding is left. */
  readonly sweep: readonly Comparison[]
  /** Every parameter with `epsilon`. */
  readonly all: Readonly<Record<string, Comparison>>
  /** Gradients broken as they are broken in practice, and whether the check notices. */
  readonly broken: readonly Fault[]
  readonly toy_example: Named
  /** The bands as printed, up to which relative error each goes, and the name here; the gaps between them are named too. */
  readonly bands: readonly { readonly upTo: number | null; readonly band: Verdict; readonly printed: string | null }[]
  readonly printed: readonly Printed[]
}

export const BANDS: GradcheckResult['bands'] = [
  { upTo: 1e-7, band: 'correct', printed: 'High chance the gradient is correct.' },
  { upTo: 1e-6, band: 'probablyCorrect', printed: null },
  { upTo: 1e-5, band: 'caution', printed: 'A single red flag. Use caution.' },
  { upTo: 1e-4, band: 'doubtful', printed: null },
  { upTo: 1e-2, band: 'doubleRedFlag', printed: 'A double red flag. Something is wrong.' },
  { upTo: null, band: 'wrong', printed: 'High chance the gradient is wrong.' },
]

export function gradcheckByHand(options: Partial<GradcheckOptions> = {}): GradcheckResult {
  const settings = { ...GRADCHECK, ...options }
  const { start, batch, descent } = begin({ ...MAN_VS_CHICKEN, ...settings })
  const slopes = gradient(NETWORK.spec, descent.loss, start, batch).gradient
  const costed = { network: NETWORK.spec, loss: descent.loss, weights: start, batch }
  const compare = (name: string, epsilon: number): Comparison => {
    const index = NETWORK.weights.indexOf(name)
    return compareAt(costed, index, at(slopes, index), epsilon)
  }
  const looked = compare(settings.parameter, settings.epsilon)
  return {
    options: settings,
    ...looked,
    sweep: settings.epsilons.map((epsilon) => compare(settings.parameter, epsilon)),
    all: Object.fromEntries(NETWORK.weights.map((name) => [name, compare(name, settings.epsilon)])),
    broken: faults(looked),
    toy_example: toy(),
    bands: BANDS,
    printed: printedOf(looked),
  }
}

/** The cost over the looked-at parameter, from w − reach to w + reach, to be drawn. */
export function costAround(options: GradcheckOptions, reach: number, points: number): { w: number; cost: number }[] {
  const { start, batch, descent } = begin({ ...MAN_VS_CHICKEN, ...options })
  const index = NETWORK.weights.indexOf(options.parameter)
  return Array.from({ length: points }, (_, i) => {
    const w = at(start, index) + reach * ((2 * i) / (points - 1) - 1)
    return { w, cost: lossOf(NETWORK.spec, descent.loss, start.with(index, w), batch) }
  })
}

/** The book's example of a relative error. */
function toy(): Named {
  const { analytic, numeric, difference, relativeError } = compared(0.000246, 0.00024599)
  return { analytic, numeric, diff: difference, relative: relativeError }
}

function printedOf({ E_plus, E_minus, numeric, analytic, difference, relativeError }: Comparison): Printed[] {
  const held = 'the book rounds what w5 does not touch to three or four digits and takes e as 2.71828'
  return [
    printedNumber('E(w5 + ε)', '0.211045192', E_plus, held),
    printedNumber('E(w5 − ε)', '0.211025091', E_minus, held),
    printedNumber('numeric', '0.100505', numeric, 'the two errors it is made of were rounded'),
    printedNumber('analytic', '0.1005', analytic),
    printedNumber('analytic − numeric', '-0.000005', difference, 'what is left is the rounding of both'),
    printedNumber(
      ...(['relative error', '0.000095245', relativeError] as const),
      'the difference of the two errors is divided by an error; by the definition it is the difference of the two gradients over a gradient',
    ),
  ]
}
