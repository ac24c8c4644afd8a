import { GELU } from '../kernels/assembly/layout.ts'
import type { DenseLayer } from '../spec/network.ts'
import { sizeOf, type LayerInfo, type Shape } from '../spec/shapes.ts'
import type * as z from 'zod'
import { placeActivations } from './activations.ts'
import type { Chain, ChainPlan, LayerOutput } from './chain-plan.ts'
import { instruction, thenBarrier } from './instructions.ts'
import type { PlanContext } from './layers/layer.ts'
import { belowOf, LINEAR, ownOf, type AppliedActivation, type Tensor } from './tensor.ts'

/** Most inputs and units of a layer: a wider one fills the register tiles of a product well enough. */
const WIDEST = 8
/** Fewer examples are not worth a part of the gradient of their own. */
const LEAST_EXAMPLES = 64
/** As many tiles as a large batch is cut into, so that several threads find work. */
const TILES = 16

interface NarrowLayer {
  readonly spec: z.infer<typeof DenseLayer>
  readonly info: LayerInfo
  readonly activation: AppliedActivation
}

/**
 * Plans a network of dense layers that are all narrow: from its inputs to its outputs four examples share a vector
 * (`kernels/assembly/narrow.ts`), and the gradient stands in the order of the weights. Null for every other network.
 */
export function planNarrowChain(context: PlanContext, { infos, input, weights }: Chain): ChainPlan | null {
  const { arena, batchSize, training } = context
  const { applied, left, covered } = placeActivations(infos, true)
  const layers = narrowLayers(infos, applied)
  if (!layers) return null
  const examplesPerTile = 4 * Math.ceil(Math.max(LEAST_EXAMPLES, batchSize / TILES) / 4)
  const floats = (count: number): number => arena.allocate(4 * count)
  const lanes = (shape: Shape): number => floats(4 * Math.ceil(batchSize / 4) * (sizeOf(shape) + 1))
  const tensor = (shape: Shape, activation: AppliedActivation, wantsDelta: boolean): Tensor => {
    const value = lanes(shape)
    return { value, delta: wantsDelta ? lanes(shape) : 0, shape, activation, slopeFrom: value }
  }
  const parameters = layers.reduce((sum, { info }) => sum + info.parameterCount, 0)
  const chunkBytes = 4 * parameters
  const gradient = training ? floats(Math.ceil(batchSize / examplesPerTile) * parameters) : 0

  const first = tensor(input.shape, LINEAR, false)
  let below = first
  let offset = 0
  const tensors: Tensor[] = []
  const planned = layers.map(({ spec, info, activation }) => {
    const output = tensor(info.outputShape, activation, training)
    const args = {
      ...{ input: below.value, output: output.value, inputDelta: below.delta, outputDelta: output.delta },
      ...{ ...belowOf(below), ...ownOf(activation), inputs: sizeOf(info.inputShape), units: spec.units },
      ...{
        weights: weights + offset,
        bias: spec.useBias ? 1 : 0,
        examplesPerTile,
        gradient: gradient + offset,
        chunkBytes,
      },
    }
    below = output
    tensors.push(output)
    offset += 4 * info.parameterCount
    return args
  })

  const last = below
  const size = batchSize * sizeOf(last.shape)
  const value = floats(size)
  const output = { ...last, value, delta: training ? floats(size) : 0, slopeFrom: value }
  const turn = (rows: number, turned: number, shape: Shape) => ({
    ...{ rows, lanes: turned, features: sizeOf(shape), examplesPerTile },
  })
  return {
    ...{ output, left, prepare: [], settle: [], outputs: outputsOf(applied, tensors, covered) },
    forward: (from) => ({
      instructions: [
        instruction('toLanes', turn(from.value, first.value, first.shape)),
        ...planned.map((args) => instruction('narrowForward', args)),
        instruction('fromLanes', turn(value, last.value, last.shape)),
      ].flatMap((each) => thenBarrier([each])),
      output,
    }),
    backward: () =>
      [
        instruction('toLanes', turn(output.delta, last.delta, last.shape)),
        ...planned.toReversed().map((args) => instruction('narrowGradient', args)),
      ].flatMap((each) => thenBarrier([each])),
    gradients: [{ weights, length: parameters, address: gradient, examplesPerChunk: examplesPerTile }],
  }
}

/** An activation layer leaves what the dense layer before it has made. */
function outputsOf(
  applied: readonly (AppliedActivation | null)[],
  tensors: readonly Tensor[],
  covered: ReadonlySet<number>,
): (LayerOutput | null)[] {
  let made = -1
  return applied.map((activation, index) => {
    if (activation) made += 1
    const tensor = tensors[made]
    return tensor && !covered.has(index) ? { ...tensor, isInLanes: true } : null
  })
}

/** The layers with what each applies, or null when one of them is wide, no dense layer, or makes gelu, whose slope needs z. */
function narrowLayers(
  infos: readonly LayerInfo[],
  applied: readonly (AppliedActivation | null)[],
): NarrowLayer[] | null {
  const layers: NarrowLayer[] = []
  for (const [index, info] of infos.entries()) {
    const activation = applied[index] ?? null
    if (!activation) continue
    const { spec } = info
    if (spec.type !== 'dense' || activation.code === GELU) return null
    if (Math.max(sizeOf(info.inputShape), spec.units) > WIDEST) return null
    layers.push({ spec, info, activation })
  }
  return layers.length > 0 ? layers : null
}
