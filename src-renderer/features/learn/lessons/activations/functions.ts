import type { Neuron } from '../../../../../src-engine/lessons/activations/activations.ts'

export type FunctionName = keyof Neuron['outputs']
/** Functions of a single sum: what they are called, and their formula. */
export const FUNCTIONS: readonly { readonly name: FunctionName; readonly title: string; readonly tex: string }[] = [
  { name: 'step', title: 'step', tex: '\\qa{a} = [\\,\\qz{z} \\ge 0\\,]' },
  { name: 'sigmoid', title: 'sigmoid', tex: '\\qa{a} = 1 / (1 + e^{-\\qz{z}})' },
  { name: 'tanh', title: 'tanh', tex: '\\qa{a} = 2\\,\\sigma(2\\qz{z}) - 1' },
  { name: 'relu', title: 'relu', tex: '\\qa{a} = \\max(0, \\qz{z})' },
  { name: 'leakyRelu', title: 'leaky relu', tex: '\\qa{a} = \\max(\\alpha\\qz{z}, \\qz{z})' },
  { name: 'linear', title: 'linear', tex: '\\qa{a} = \\qz{z}' },
]
