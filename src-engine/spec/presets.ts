import type { NetworkSpec } from './network.ts'
import { NetworkSpec as NetworkSchema } from './network.ts'
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
    name: 'mlp-32',
    title: 'One hidden layer of 32',
    advice: 'For digits and tables; on photos it mostly learns colours.',
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
  const output = { type: 'dense', units: classes, activation: 'softmax' }
  const flatten = input.length > 1 ? [{ type: 'flatten' }] : []
  return NetworkSchema.parse({ input: [...input], layers: layers() })

  function layers(): object[] {
    if (name === 'logistic') return [...flatten, output]
    const hidden = /^mlp-([1-9]\d{0,4})$/.exec(name)
    if (hidden) return [...flatten, { type: 'dense', units: Number(hidden[1]), activation: 'relu' }, output]
    if (name === 'cnn-small' && input.length === 3)
      return [
        { type: 'conv2d', filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' },
        { type: 'maxPool2d', poolSize: 2 },
        { type: 'conv2d', filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' },
        { type: 'maxPool2d', poolSize: 2 },
        { type: 'flatten' },
        { type: 'dense', units: 64, activation: 'relu' },
        output,
      ]
    throw new RangeError(`There is no preset "${name}" for an input of ${input.join('×')}.`)
  }
}
