import type { Descent } from '../../reference/descent.ts'
import { printedNumber, printedNumbers, type Printed } from '../printed.ts'
import { stateAfter } from '../worked/descend-example.ts'
import type { Named } from '../worked/network.ts'
import { begin, MAZUR, MAZUR_NETWORK } from './example.ts'

/** What is printed of the first step. @param passes forward and backward */
export function printedOf(passes: Named, gradients: Named, updated: Named): Printed[] {
  const gradient = printedNumbers(gradients, [
    ['w1', '0.000438568'],
    ['w5', '0.082167041'],
  ])
  const update = printedNumbers(updated, [
    ['w1', '0.149780716'],
    ['w2', '0.19956143'],
    ['w3', '0.24975114'],
    ['w4', '0.29950229'],
    ['w5', '0.35891648'],
    ['w6', '0.408666186'],
    ['w7', '0.511301270'],
    ['w8', '0.561370121'],
  ])
  return [
    ...printedNumbers(passes, [
      ['net_h1', '0.3775'],
      ['out_h1', '0.593269992'],
      ['out_h2', '0.596884378'],
      ['net_o1', '1.105905967'],
      ['out_o1', '0.75136507'],
      ['out_o2', '0.772928465'],
      ['E_o1', '0.274811083'],
      ['E_o2', '0.023560026'],
      ['E_total', '0.298371109'],
      ['dE_dout_o1', '0.74136507'],
      ['dout_o1_dnet', '0.186815602'],
      ['delta_o1', '0.138498562'],
      ['dEo1_dout_h1', '0.055399425'],
      ['dEo2_dout_h1', '-0.019049119', 'its last digit is rounded the wrong way'],
      ['dE_dout_h1', '0.036350306'],
      ['dout_h1_dnet', '0.241300709'],
    ]),
    ...gradient.map((one) => ({ ...one, what: `∂E/∂${one.what}` })),
    ...update.map((one) => ({ ...one, what: `new ${one.what}` })),
  ]
}

const NEW_WEIGHTS = 'the hidden gradients were taken through the output weights that had just been updated'

function after(order: Descent['order'], steps: number) {
  const { start, batch, descent } = begin({ ...MAZUR, order })
  return stateAfter(MAZUR_NETWORK, descent, start, batch, steps)
}

/** What is printed of the error after the first step, beside both orders of updating. */
export function mazurOrderPrints(): Printed[] {
  return [
    printedNumber('E after 1 step', '0.291027924', after('simultaneous', 1).error, NEW_WEIGHTS),
    printedNumber('the same, sequential', '0.291027924', after('sequential', 1).error),
  ]
}

/** What is printed of the network after 10,000 steps. */
export const MAZUR_TRAINED = { error: '0.0000351085', outputs: ['0.015912196', '0.984065734'] } as const

/** What is printed of the trained network mixes two algorithms; 10,000 steps of each show it. */
export function mazurTrainedPrints(): Printed[] {
  const sequential = after('sequential', 10_000)
  return [
    ...mazurOrderPrints(),
    printedNumber(
      ...(['E after 10,000 steps', MAZUR_TRAINED.error, after('simultaneous', 10_000).error] as const),
      'it is that of the simultaneous run after 9,999 steps',
    ),
    printedNumber('E after 9,999 steps', MAZUR_TRAINED.error, after('simultaneous', 9999).error),
    ...MAZUR_TRAINED.outputs.map((text, i) =>
      printedNumber(`out_o${i + 1} after 10,000 sequential steps`, text, sequential.outputs[i] ?? NaN),
    ),
  ]
}
