import type { Task } from './data.ts'
import { NetworkSpec } from './network.ts'
import { cnnMedium, cnnSmall, resnetSmall, type Layers, perceptron, xor } from './preset-networks.ts'
import { sizeOf, type Shape } from './shapes.ts'

export interface Preset {
  readonly name: string
  readonly title: string
  /** One sentence on when to use it. */
  readonly advice: string
}

/** Presets offered in lists; `mlp-N` exists for every N from 1 to 65,536. */
export const PRESETS: readonly Preset[] = [
  {
    name: 'resnet-small',
    title: 'Small residual network',
    advice: 'Usually the best answers from few photos: its skips let a deep network learn. The slowest of these.',
  },
  {
    name: 'cnn-small',
    title: 'Small convolutional network',
    advice: 'Quick, and good at small gray pictures: finds small patterns wherever they are.',
  },
  {
    name: 'cnn-medium',
    title: 'Medium convolutional network',
    advice: 'Deeper and wider, normalised between the layers; for a few hundred pictures of each class.',
  },
  {
    name: 'mlp-32',
    title: 'One hidden layer of 32',
    advice: 'The usual choice for tables, good at digits; on photos it mostly learns colours.',
  },
  {
    name: 'mlp-book',
    title: 'Three hidden layers of 500',
    advice: 'The digit network of the textbooks, for small gray pictures.',
  },
  {
    name: 'logistic',
    title: 'Logistic regression',
    advice: 'No hidden layer: fast, and its weights can be read like a picture.',
  },
  {
    name: 'perceptron',
    title: 'Perceptron',
    advice: 'One unit that fires or not, taught by its rule: finds a line between two classes where there is one.',
  },
  {
    name: 'xor',
    title: 'XOR network, 2-2-1',
    advice: 'Two hidden units are just enough for XOR. About four starts in five find it: try other seeds.',
  },
]

/** Gray pictures of at most so many pixels have no patterns to find: every pixel counts by itself. */
const TINY = 64

/**
 * What data gets unless somebody chooses: photos the residual network, small gray pictures the quick one, the tiniest a
 * hidden layer of as many units as they have pixels, tables a hidden layer.
 */
export function defaultPreset(input: Shape): string {
  if (input.length === 1) return 'mlp-32'
  if (input[2] === 3) return 'resnet-small'
  return sizeOf(input) <= TINY ? 'mlp-64' : 'cnn-small'
}

/** Whose recipe a network gets that is no preset's: one that presumes little. */
export function plainPreset(input: Shape): string {
  return input.length === 1 ? 'mlp-32' : 'cnn-small'
}

/**
 * The network a preset name stands for, fitted to the data.
 * @param input shape of one example, [height, width, channels] or [features]
 * @throws {RangeError} for a name that is no preset.
 */
export function presetNetwork(name: string, input: Shape, classes: number, task: Task = 'classification'): NetworkSpec {
  if (task === 'regression') return numberNetwork(name, input)
  const last = { type: 'dense', units: classes, activation: 'softmax' } as const
  const layers = twoClassLayers(name, input, classes) ?? [...bodyOf(name, input), last]
  return NetworkSpec.parse({ input: [...input], layers })
}

/** One linear unit instead of the classes' shares. */
function numberNetwork(name: string, input: Shape): NetworkSpec {
  if (name === 'perceptron' || name === 'xor')
    throw new RangeError(`The preset "${name}" tells two classes apart and predicts no numbers.`)
  if (name.startsWith('cnn-') || name.startsWith('resnet-'))
    throw new RangeError(`The preset "${name}" is for pictures and their classes; for numbers choose an mlp.`)
  const layers = [...bodyOf(name, input), { type: 'dense', units: 1, activation: 'linear' } as const]
  return NetworkSpec.parse({ input: [...input], layers })
}

/** The networks whose single output tells two classes apart; null for another name. */
function twoClassLayers(name: string, input: Shape, classes: number): Layers | null {
  if (name !== 'perceptron' && name !== 'xor') return null
  if (classes !== 2) throw new RangeError(`The preset "${name}" tells two classes apart, not ${classes}.`)
  if (name === 'perceptron') return [...flattened(input), ...perceptron]
  if (input.join() !== '2') throw new RangeError(`The preset "xor" has two inputs, not ${input.join('×')}.`)
  return xor
}

const flattened = (input: Shape): Layers => (input.length > 1 ? [{ type: 'flatten' }] : [])

/** Everything before the last layer. */
function bodyOf(name: string, input: Shape): Layers {
  const flatten = flattened(input)
  const hidden = (units: number) => ({ type: 'dense', units, activation: 'relu' }) as const
  const mlp = /^mlp-([1-9]\d{0,4})$/.exec(name)
  if (name === 'logistic') return flatten
  if (name === 'mlp-book') return [...flatten, hidden(500), hidden(500), hidden(500)]
  if (mlp) return [...flatten, hidden(Number(mlp[1]))]
  const pictures = new Map([
    ['cnn-small', cnnSmall],
    ['cnn-medium', cnnMedium],
    ['resnet-small', resnetSmall],
  ])
  const layers = input.length === 3 ? pictures.get(name) : undefined
  if (!layers) throw new RangeError(`There is no preset "${name}" for an input of ${input.join('×')}.`)
  return layers
}
