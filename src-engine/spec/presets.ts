import { NetworkSpec } from './network.ts'
import { cnnMedium, cnnSmall, resnetSmall, type Layers } from './preset-networks.ts'
import type { Shape } from './shapes.ts'

export interface Preset {
  readonly name: string
  readonly title: string
  /** One sentence on when to use it. */
  readonly advice: string
}

/** Presets offered in lists; `mlp-N` exists for every N from 1 to 65,536. */
export const PRESETS: readonly Preset[] = [
  {
    name: 'cnn-small',
    title: 'Small convolutional network',
    advice: 'The usual choice for pictures: finds small patterns wherever they are.',
  },
  {
    name: 'cnn-medium',
    title: 'Medium convolutional network',
    advice: 'Deeper and wider, normalised between the layers; for a few hundred pictures of each class.',
  },
  {
    name: 'resnet-small',
    title: 'Small residual network',
    advice: 'Its skips let a deep network learn from few pictures; slower, usually the best answers.',
  },
  {
    name: 'mlp-32',
    title: 'One hidden layer of 32',
    advice: 'For digits and tables; on photos it mostly learns colours.',
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
]

/**
 * The network a preset name stands for, fitted to the data.
 * @param input shape of one example, [height, width, channels] or [features]
 * @throws {RangeError} for a name that is no preset.
 */
export function presetNetwork(name: string, input: Shape, classes: number): NetworkSpec {
  const layers = [...bodyOf(name, input), { type: 'dense', units: classes, activation: 'softmax' }]
  return NetworkSpec.parse({ input: [...input], layers })
}

/** Everything before the last layer. */
function bodyOf(name: string, input: Shape): Layers {
  const flatten: Layers = input.length > 1 ? [{ type: 'flatten' }] : []
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
