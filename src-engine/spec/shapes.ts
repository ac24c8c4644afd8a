import { hasAlpha } from './activation.ts'
import type { Activation, LayerSpec, NetworkSpec } from './network.ts'
import { outputShapeOf } from './output-shape.ts'
import { frozen, parametersOf, type ParameterInfo } from './parameters.ts'
import { projectionOf } from './projection.ts'
import { sizeOf, type Shape } from './shape.ts'
import { SpecError } from './spec-error.ts'

export type { ParameterInfo } from './parameters.ts'
export { sizeOf, type Shape } from './shape.ts'
export { SpecError } from './spec-error.ts'
export { paddingBefore } from './window.ts'

export interface LayerInfo {
  readonly spec: LayerSpec
  readonly inputShape: Shape
  readonly outputShape: Shape
  /** All tensors in storage order; a block's are those of `layers`, then those of `shortcut`. */
  readonly parameters: readonly ParameterInfo[]
  /** Numbers in `parameters`, statistics among them. */
  readonly parameterCount: number
  /** Layers inside a residual block, and those of its projection (none: the skip is the identity); else empty. */
  readonly layers: readonly LayerInfo[]
  readonly shortcut: readonly LayerInfo[]
}

/** A network may hold at most this many parameters: the 32-bit kernel memory ends there. */
export const MAX_PARAMETERS = 100_000_000

/**
 * Infers the shape behind every layer and lists its parameters.
 * @throws {SpecError} naming the layer that cannot follow the one before it.
 */
export function inferShapes(network: NetworkSpec): LayerInfo[] {
  let total = 0
  const infos = chain(network.layers, network.input, { path: 'layers', name: '', isOutput: true })
  for (const [index, { parameterCount }] of infos.entries()) {
    total += parameterCount
    if (total > MAX_PARAMETERS)
      throw new SpecError(
        `layers[${index}]`,
        `The network would have more than ${MAX_PARAMETERS} parameters.`,
        'Use fewer units, or pool more before this layer.',
      )
  }
  return infos
}

/** The activation a layer ends with; undefined for layers without one (a recurrent layer's stays inside it). */
export function activationOf(spec: LayerSpec): Activation | undefined {
  return 'activation' in spec && spec.type !== 'recurrent' ? spec.activation : undefined
}

interface Place {
  /** JSON path of the list the layers stand in. */
  readonly path: string
  /** What their parameters' names begin with: nothing in the network, `3.` inside its layer 3. */
  readonly name: string
  /** Whether the last of them gives the network's answers. */
  readonly isOutput: boolean
}

function chain(layers: readonly LayerSpec[], input: Shape, { path, name, isOutput }: Place): LayerInfo[] {
  const infos: LayerInfo[] = []
  let shape = input
  for (const [index, spec] of layers.entries()) {
    const layerPath = `${path}[${index}]`
    checkActivation(spec, layerPath, isOutput && index === layers.length - 1)
    const info = layerInfo(spec, shape, layerPath, `${name}${index}`)
    infos.push(info)
    shape = info.outputShape
  }
  return infos
}

function checkActivation(spec: LayerSpec, path: string, isOutput: boolean): void {
  const activation = activationOf(spec)
  if (!isOutput && (activation === 'softmax' || activation === 'step'))
    throw new SpecError(
      `${path}.activation`,
      `${activation === 'softmax' ? 'Softmax' : 'Step'} is only possible on the last layer.`,
      'Use relu here.',
    )
  if ('alpha' in spec && spec.alpha !== undefined && !hasAlpha(spec.activation))
    throw new SpecError(
      `${path}.alpha`,
      `The activation ${spec.activation} has no alpha.`,
      'Leave alpha out, or use leakyRelu or elu.',
    )
}

function layerInfo(spec: LayerSpec, inputShape: Shape, path: string, name: string): LayerInfo {
  if (spec.type === 'residual') return residualInfo(spec, inputShape, path, name)
  const outputShape = outputShapeOf(spec, inputShape, path)
  const parameters = parametersOf(spec, inputShape, name)
  return { spec, inputShape, outputShape, ...counted(parameters), layers: [], shortcut: [] }
}

type ResidualSpec = Extract<LayerSpec, { type: 'residual' }>

function residualInfo(spec: ResidualSpec, inputShape: Shape, path: string, name: string): LayerInfo {
  const inside = { path: `${path}.layers`, name: `${name}.`, isOutput: false }
  const kept = <S extends LayerSpec>(layer: S): S => (spec.trainable ? layer : frozen(layer))
  const layers = chain(spec.layers.map(kept), inputShape, inside)
  const outputShape = layers.at(-1)?.outputShape ?? inputShape
  const beside = { path, name: `${name}.shortcut.`, isOutput: false }
  const shortcut = chain(projectionOf(spec, inputShape, outputShape, path).map(kept), inputShape, beside)
  const parameters = [...layers, ...shortcut].flatMap((layer) => layer.parameters)
  return { spec, inputShape, outputShape, ...counted(parameters), layers, shortcut }
}

function counted(parameters: readonly ParameterInfo[]): Pick<LayerInfo, 'parameters' | 'parameterCount'> {
  return { parameters, parameterCount: parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0) }
}
