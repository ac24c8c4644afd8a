import { ACTIVATIONS, neuron } from '../../../../src-engine/lessons/activations/activations.ts'
import { cheese } from '../../../../src-engine/lessons/cheese.ts'
import { certainty, costs } from '../../../../src-engine/lessons/costs.ts'
import { gates, GATES } from '../../../../src-engine/lessons/gates/gates.ts'
import { xorInfeasible } from '../../../../src-engine/lessons/gates/xor-infeasible.ts'
import { gradcheckByHand } from '../../../../src-engine/lessons/gradcheck/by-hand.ts'
import { manVersusChickenByHand } from '../../../../src-engine/lessons/man-vs-chicken/man-vs-chicken.ts'
import { mazur } from '../../../../src-engine/lessons/mazur/mazur.ts'
import { ng } from '../../../../src-engine/lessons/ng.ts'
import { verdictOf } from '../../../../src-engine/inspect/verdict.ts'
import { UPDATE, update } from '../../../../src-engine/lessons/update/update.ts'
import { KERAS_XOR } from '../../../../src-engine/lessons/xor/keras-xor.ts'
import { DEPTH } from '../../../../src-engine/lessons/zero-init/depth.ts'
import { digits } from '../../../../src-engine/lessons/pictures/digits.ts'
import { softmaxRow } from '../../../../src-engine/lessons/softmax.ts'

/** The right answer of a task: a number to type, an option to choose, bits to press, or numbers to set by their fields. */
export type Answer =
  | { readonly type: string }
  | { readonly option: number }
  | { readonly bits: readonly number[] }
  | { readonly set: Readonly<Record<string, number>> }

const book = manVersusChickenByHand()
const e = mazur()
const check = gradcheckByHand()
const steps = update()

const counts = digits({ hidden: [], examples: 1 }).parameter_counts

/** By lesson and task. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  'decision/any-two': { bits: cheese().any_two.table.map(({ y }) => y) },
  'decision/thirst-z': { type: String(cheese().thirst.table[6]!.z) },
  'decision/thirst-rule': { option: 1 },
  'gates/and-table': { bits: gates().AND.table.map(({ y }) => y) },
  'gates/drag-nand': { set: { 'unit-w1': GATES.NAND.w[0]!, 'unit-w2': GATES.NAND.w[1]!, 'unit-b': GATES.NAND.b } },
  'gates/separable': { type: String(gates().separable_count) },
  'gates/xor-hidden': { bits: xorInfeasible().hidden_layer_solution.table.map(({ out }) => out.y) },
  'activations/z': { type: neuron(ACTIVATIONS).z.toFixed(1) },
  'activations/bias': { type: String(-ACTIVATIONS.biases[3]!) },
  'activations/softmax': { type: softmaxRow([1, 2, 3]).softmax[2]!.toFixed(2) },
  'activations/vanish': { option: 2 },
  'activations/dead': { option: 1 },
  'forward/sum': { type: book.forward.netb2!.toFixed(4) },
  'forward/sigmoid': { type: book.forward.outb1!.toFixed(3) },
  'forward/answer': { option: 1 },
  'forward/pixel': { type: '20' },
  'forward/weights': { type: '4224' },
  'cost/half': { type: costs().vectors.man_vs_chicken_printed!.values.SE_half_sum!.toFixed(3) },
  'cost/share': { option: 0 },
  'cost/slope': { option: 1 },
  'cost/sure': { type: certainty(0.01).crossEntropy.toFixed(2) },
  'cost/back': { option: 1 },
  'gradients/delta': { type: e.backward.delta_o1!.toFixed(4) },
  'gradients/w5': { type: e.gradients.w5!.toFixed(4) },
  'gradients/ways': { type: '2' },
  'gradients/zero-input': { option: 1 },
  'gradients/order': { option: 1 },
  'gradients/mean': { type: ng().D[2]![0]![1]!.toFixed(4) },
  'gradient-check/numeric': { type: check.numeric.toFixed(4) },
  'gradient-check/best-epsilon': { option: 2 },
  'gradient-check/toy-band': {
    option: check.bands.findIndex(({ band }) => band === verdictOf(check.toy_example.relative!)),
  },
  'gradient-check/wrong-sign': { type: '2' },
  'gradient-check/caught': { option: 1 },
  'update/first-step': { type: steps.gradient_descent_1d.eta['0.1']![1]!.toFixed(1) },
  'update/too-large': { option: 4 },
  'update/one-step': { set: { 'bowl-eta': 0.5 } },
  'update/updates-per-epoch': { type: String(steps.batching.updates_per_epoch.miniBatch) },
  'update/momentum-limit': { type: steps.momentum_constant_gradient.limit.toFixed(1) },
  'update/valley': { set: { 'valley-momentum': UPDATE.valleys.momentum } },
  'initialisation/twins': { option: 0 },
  'initialisation/break': { set: { 'init-12': 0.4 } },
  'initialisation/xor-zero': { type: '0' },
  'initialisation/he-variance': { type: (2 / DEPTH.units).toFixed(3) },
  'initialisation/keeps': { option: 1 },
  'xor/stops': { option: 0 },
  'xor/score': { type: '0.5' },
  'xor/keras-bits': { bits: KERAS_XOR.models[1].printedProbabilities.map((p) => Number(Number(p) >= 0.5)) },
  'xor/own-print': { option: 1 },
  // By hand: from −0.5 less 0.02 · −5; |1 − 10η| = 1; 1/√3.
  'optimisers/step': { type: '-0.4' },
  'optimisers/limit': { type: '0.2' },
  'optimisers/adam': { option: 1 },
  'optimisers/adagrad': { type: (1 / Math.sqrt(3)).toFixed(2) },
  'optimisers/saddle': { option: 0 },
  'optimisers/fair': { option: 1 },
  'digits/count': { type: String(counts['784-15-10']) },
  'digits/readings': { type: String(counts['784-32-10-10']) },
  'digits/updates': { type: '5500' },
  'digits/even': { type: Math.log(10).toFixed(2) },
  'digits/huge': { option: 2 },
}
