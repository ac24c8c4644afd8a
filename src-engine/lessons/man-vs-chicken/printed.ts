import { printedNumber, printedNumbers, type Printed } from '../printed.ts'
import type { Named } from '../worked/network.ts'

/** The new weights that the book gets wrong, as it prints them. */
export const SLIPPED: Named = { w4: 0.1514, bw1: 0.814, bw2: 0.242 }

const ROUNDED = 'it is computed from numbers that were rounded to four digits before'
const SHORT_E = 'it takes e as 2.71828'

/** What the book prints; it rounds to four digits on the way. */
export function printedOf(
  blocks: Readonly<Record<'forward' | 'denominators' | 'deltas' | 'gradients' | 'updated', Named>>,
): Printed[] {
  const { forward, denominators, deltas, gradients, updated } = blocks
  const gradient = printedNumbers(gradients, GRADIENTS)
  return [
    ...printedNumbers(forward, FORWARD),
    ...printedNumbers(denominators, DENOMINATORS),
    ...printedNumbers(deltas, DELTAS),
    ...gradient.map((one) => ({ ...one, what: `∂SE/∂${one.what}` })),
    printedNumber(
      ...(['∂SE/∂w1, in its update', '-0.0000420492', gradients.w1 ?? NaN] as const),
      'it has a nought too many; what is computed with it has not',
    ),
    printedNumber('∂SE/∂bw2, in the summary', '0.016', gradients.bw2 ?? NaN, 'a nought was lost in copying'),
    ...printedNumbers(updated, UPDATED).map((one) => ({ ...one, what: `new ${one.what}` })),
    printedNumber('new w8, in the text', '0.0826', updated.w8 ?? NaN, 'the formula above it is right, the text is not'),
  ]
}

const FORWARD = [
  ['netb1', '0.857'],
  ['netb2', '0.3395'],
  ['outb1', '0.7020'],
  ['outb2', '0.5841'],
  ['netc1', '0.3779', ROUNDED],
  ['netc2', '1.0217'],
  ['outc1', '0.5934'],
  ['outc2', '0.7353'],
  ['sq_c1', '0.3521'],
  ['sq_c2', '0.070'],
  ['sq_sum', '0.4221'],
  ['SE', '0.21105', ROUNDED],
] as const

const DENOMINATORS = [
  ['1+e^-netb1', '1.424433719', SHORT_E],
  ['1+e^-netb2', '1.71212646', SHORT_E],
  ['1+e^-netc1', '1.685299201', `${SHORT_E}, and the z of c₁ as rounded`],
  ['1+e^-netc2', '1.359982697', `${SHORT_E}, and the z of c₂ as rounded`],
] as const

const DELTAS = [
  ['delta_c1', '0.1432'],
  ['delta_c2', '-0.0515'],
  ['c1_w5', '0.0072'],
  ['c2_w6', '-0.0206'],
  ['sum_b1', '-0.0134'],
  ['c1_w7', '0.0473', ROUNDED],
  ['c2_w8', '-0.0036'],
  ['sum_b2', '0.0437', ROUNDED],
  ['outb1_deriv', '0.2092'],
  ['outb2_deriv', '0.2429'],
] as const

const GRADIENTS = [
  ['w1', '-0.000420492', ROUNDED],
  ['w2', '0.00159221', ROUNDED],
  ['w3', '-0.000981148', ROUNDED],
  ['w4', '0.003715156', ROUNDED],
  ['w5', '0.1005'],
  ['w6', '-0.0362'],
  ['w7', '0.0836'],
  ['w8', '-0.0301'],
  ['bw1', '-0.0028'],
  ['bw2', '0.0106'],
  ['bw3', '0.1432'],
  ['bw4', '-0.0515'],
] as const

const UPDATED = [
  ['w1', '0.1002'],
  ['w2', '0.1992'],
  ['w3', '0.1205'],
  ['w4', '0.1514', 'half of the gradient is written ten times too large: a decimal point moved'],
  ['w5', '-0.00025'],
  ['w6', '0.4181'],
  ['w7', '0.2882'],
  ['w8', '0.0851', ROUNDED],
  ['bw1', '0.814', 'half of the gradient is written ten times too large: a decimal point moved'],
  ['bw2', '0.242', 'the gradient is copied as 0.016, a nought was lost'],
  ['bw3', '0.0784'],
  ['bw4', '0.7258'],
] as const
