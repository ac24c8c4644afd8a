import { LayerSpec, type NetworkSpec } from '../../../../src-engine/spec/network.ts'
import { sizeOf, type Shape } from '../../../../src-engine/spec/shapes.ts'
import type { LossName } from '../../../../src-engine/spec/training.ts'
import type { DatasetSummary } from '../../../../src-main/contract/types.ts'
import { formatShape, plural } from '../../../ui/format.ts'
import { fittingOutput } from './fitting-output.ts'
import { insertLayers, moveLayer, replaceLayer } from './edit-layers.ts'

/** What mends a problem with one click: the words on the button and the network behind it. */
export interface Mend {
  readonly label: string
  readonly network: NetworkSpec
}

interface Place {
  readonly network: NetworkSpec
  /** What comes out of the layer before. */
  readonly before: Shape
  /** The input that the data have. */
  readonly expected: Shape
  readonly dataset: Pick<DatasetSummary, 'name' | 'task' | 'classes'>
  readonly loss: LossName
}

interface Problem {
  readonly layer: number
  readonly inner: number | null
  readonly path: string
  readonly message: string
}

/** The mend of a problem, null where only the person can know. */
export function mendOf(problem: Problem, place: Place): Mend | null {
  const { network, expected } = place
  if (problem.layer < 0) return { label: `Use ${formatShape(expected)}`, network: { ...network, input: [...expected] } }
  // What is inside of a block must keep its shape: no layer put before it would help.
  if (problem.inner !== null) return setting(problem, network)
  return setting(problem, network) ?? shape(problem, place) ?? output(problem, place)
}

/** A setting that is not possible where it stands. */
function setting({ layer, inner, path }: Problem, network: NetworkSpec): Mend | null {
  const spec = network.layers[layer]
  if (!spec) return null
  const changed = (label: string, change: object): Mend | null => {
    const inside =
      spec.type === 'residual' && inner !== null
        ? { ...spec, layers: spec.layers.map((one, index) => (index === inner ? { ...one, ...change } : one)) }
        : { ...spec, ...change }
    const parsed = LayerSpec.safeParse(inside)
    return parsed.success ? { label, network: replaceLayer(network, layer, parsed.data) } : null
  }
  if (path.endsWith('.activation')) return changed('Use relu', { activation: 'relu' })
  if (path.endsWith('.kernelSize') || path.endsWith('.poolSize'))
    return changed('Use padding same', { padding: 'same' })
  return null
}

/** A layer that cannot follow the one before it. */
function shape({ layer }: Problem, { network, before }: Place): Mend | null {
  const spec = network.layers[layer]
  const put = (words: string, beginning: object): Mend => ({
    label: `Insert ${words}`,
    network: insertLayers(network, layer, LayerSpec.parse(beginning)),
  })
  switch (spec?.type) {
    case 'dense':
      return before.length > 1 ? put('flatten', { type: 'flatten' }) : null
    case 'recurrent': {
      if (before.length === 2) return null
      const [time = 1, ...features] = before
      const targetShape = [time, sizeOf(features)]
      return put(`reshape ${formatShape(targetShape)}`, { type: 'reshape', targetShape })
    }
    case 'reshape':
      return sizeOf(spec.targetShape) === sizeOf(before)
        ? null
        : {
            label: `Use ${formatShape([sizeOf(before)])}`,
            network: replaceLayer(network, layer, { ...spec, targetShape: [sizeOf(before)] }),
          }
    case 'conv2d':
    case 'depthwiseConv2d':
    case 'maxPool2d':
    case 'averagePool2d':
    case 'globalAveragePool2d':
    case 'globalMaxPool2d': {
      const flatten = network.layers.findIndex(({ type }) => type === 'flatten')
      const isBehind = before.length === 1 && flatten >= 0 && flatten < layer
      return isBehind ? { label: 'Move before flatten', network: moveLayer(network, layer, flatten) } : null
    }
    default:
      return null
  }
}

/** The last layer as the data and the loss need it. */
function output({ layer, path }: Problem, { network, before, dataset, loss }: Place): Mend | null {
  const isAboutOutput = path === `layers[${network.layers.length - 1}]` || path === 'training.loss'
  const spec = network.layers[layer]
  const wanted = isAboutOutput ? fittingOutput(dataset, loss, spec?.type === 'dense' ? spec.units : undefined) : null
  if (!wanted) return null
  const words = `${plural(wanted.units, 'unit')}, ${wanted.activation}`
  if (spec?.type === 'dense') {
    const { alpha: _none, ...kept } = spec
    return { label: `Use ${words}`, network: replaceLayer(network, layer, { ...kept, ...wanted }) }
  }
  const dense = LayerSpec.parse({ type: 'dense', ...wanted })
  const isFlat = before.length === 1 || spec?.type === 'flatten' || spec?.type.startsWith('global')
  const flatten = isFlat ? [] : [LayerSpec.parse({ type: 'flatten' })]
  return { label: `Add dense of ${words}`, network: insertLayers(network, layer + 1, ...flatten, dense) }
}
