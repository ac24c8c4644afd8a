import type { Activation } from './activation.ts'
import type { Layers } from './preset-networks.ts'
import { sizeOf, type Shape } from './shape.ts'

/** A network as it is printed somewhere: it has one size and takes only data that fit it. */
interface TextbookNetwork {
  readonly inputs: number
  readonly classes: number
  /** Behind the flattened input, output included. */
  readonly layers: Layers
}

const normal = { type: 'randomNormal' } as const
const dense = (units: number, activation: Activation) => ({ type: 'dense', units, activation }) as const
/** Weights and biases from N(0, 1). */
const wild = (units: number, activation: Activation) =>
  ({ ...dense(units, activation), kernelInitializer: normal, biasInitializer: normal }) as const

const digits = (...layers: Layers): TextbookNetwork => ({ inputs: 784, classes: 10, layers })

/** All weights of the hidden layer begin beside 0.75: which of them learn is left to a hundredth. */
const kerasXor = (units: number, activation: Activation): TextbookNetwork => ({
  ...{ inputs: 2, classes: 2 },
  layers: [
    { ...dense(units, activation), kernelInitializer: { type: 'randomNormal', mean: 0.75, stddev: 0.01 } },
    { ...dense(1, 'sigmoid'), kernelInitializer: 'glorotUniform' },
  ],
})

const NETWORKS: ReadonlyMap<string, TextbookNetwork> = new Map([
  ['xor-2-2-1-sigmoid', kerasXor(2, 'sigmoid')],
  ['xor-2-2-1-relu', kerasXor(2, 'relu')],
  ['xor-2-3-1-relu', kerasXor(3, 'relu')],
  ['784-15-10', digits(wild(15, 'sigmoid'), wild(10, 'sigmoid'))],
  ['784-32-10', digits(dense(32, 'relu'), dense(10, 'softmax'))],
  ['784-32-10-10', digits(dense(32, 'relu'), dense(10, 'sigmoid'), dense(10, 'softmax'))],
  ['mlp-book-printed', digits(wild(500, 'relu'), wild(500, 'relu'), wild(500, 'relu'), wild(10, 'softmax'))],
  ['man-or-chicken', { inputs: 64, classes: 2, layers: [dense(64, 'sigmoid'), dense(2, 'sigmoid')] }],
])

/**
 * The layers of a printed network, null for another name.
 * @throws {RangeError} for data that have other inputs or classes
 */
export function textbookLayers(name: string, input: Shape, classes: number): Layers | null {
  const network = NETWORKS.get(name)
  if (!network) return null
  if (sizeOf(input) !== network.inputs)
    throw new RangeError(`The preset "${name}" has ${network.inputs} inputs, not ${input.join('×')}.`)
  if (classes !== network.classes)
    throw new RangeError(`The preset "${name}" tells ${network.classes} classes apart, not ${classes}.`)
  return network.layers
}
