import { LayerSpec, ResidualLayer } from '../../../../src-engine/spec/network.ts'

export type LayerType = LayerSpec['type']
export type InnerLayerSpec = Extract<LayerSpec, { type: 'residual' }>['layers'][number]

/** What each kind of layer is for, in one line. */
const ABOUT: Record<LayerType, string> = {
  dense: 'Every unit sees every number before it: z = x·W + b.',
  conv2d: 'Small patterns, looked for everywhere in a picture.',
  depthwiseConv2d: 'One small pattern for each channel alone: few parameters.',
  maxPool2d: 'Keeps the largest of each window: half the picture, the strongest marks.',
  averagePool2d: 'Keeps the mean of each window: half the picture, smoothed.',
  globalAveragePool2d: 'One number for each channel, its mean over the picture.',
  globalMaxPool2d: 'One number for each channel, its largest in the picture.',
  flatten: 'A picture as one long list, for dense layers.',
  reshape: 'The same numbers under another shape.',
  activation: 'A bend by itself, such as relu behind a batchNorm.',
  dropout: 'Switches random numbers off while training: less learnt by heart.',
  batchNorm: 'Keeps every channel near mean 0 and deviation 1: trains faster and steadier.',
  layerNorm: 'The same for each example by itself, whatever the batch.',
  recurrent: 'Reads a sequence step by step and remembers (Elman).',
  residual: 'Layers with a skip around them: lets deep networks learn.',
}

/** How each begins when it is added; what is not said is the spec's default. */
const BEGINNINGS: readonly { readonly type: LayerType; readonly [setting: string]: unknown }[] = [
  { type: 'dense', units: 32, activation: 'relu' },
  { type: 'conv2d', filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' },
  { type: 'maxPool2d' },
  { type: 'flatten' },
  { type: 'dropout', rate: 0.25 },
  { type: 'batchNorm' },
  { type: 'activation', activation: 'relu' },
  { type: 'globalAveragePool2d' },
  {
    type: 'residual',
    activation: 'relu',
    layers: [
      { type: 'conv2d', filters: 16, kernelSize: 3, padding: 'same', useBias: false },
      { type: 'batchNorm' },
      { type: 'activation', activation: 'relu' },
      { type: 'conv2d', filters: 16, kernelSize: 3, padding: 'same', useBias: false },
      { type: 'batchNorm' },
    ],
  },
  { type: 'averagePool2d' },
  { type: 'globalMaxPool2d' },
  { type: 'depthwiseConv2d', kernelSize: 3, padding: 'same', activation: 'relu' },
  { type: 'layerNorm' },
  { type: 'reshape', targetShape: [1] },
  { type: 'recurrent', units: 16 },
]

export interface PaletteEntry {
  readonly type: LayerType
  readonly about: string
  readonly layer: LayerSpec
}

/** Every kind of layer, the usual ones first. */
export const PALETTE: readonly PaletteEntry[] = BEGINNINGS.map((beginning) => ({
  type: beginning.type,
  about: ABOUT[beginning.type],
  layer: LayerSpec.parse(beginning),
}))

const INNER = ResidualLayer.shape.layers.element

/** Those that may stand inside a residual block. */
export const INNER_PALETTE = PALETTE.flatMap(({ type, about, layer }) => {
  const inner = INNER.safeParse(layer)
  return inner.success ? [{ type, about, layer: inner.data }] : []
})
