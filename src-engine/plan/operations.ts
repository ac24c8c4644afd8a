import * as layout from '../kernels/assembly/layout.ts'

export type Word = 'u32' | 'f32'

const words = <T extends Word, K extends string>(type: T, ...names: K[]): Record<K, T> =>
  Object.fromEntries(names.map((name) => [name, type])) as Record<K, T>

/** The same fields under longer names: `weights` as `kernel.weights`. */
export const named = <P extends string, F extends object>(prefix: P, fields: F) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value])) as {
    [K in keyof F & string as `${P}.${K}`]: F[K]
  }

// Fields in the order of the class in `kernels/assembly/` that reads them.
const own = { ...words('u32', 'activation'), ...words('f32', 'alpha') }
const below = { ...words('u32', 'below', 'belowActivation'), ...words('f32', 'belowAlpha') }
/** `Layer` and `ActivatedLayer` of `layer.ts`. */
const layer = { ...words('u32', 'input', 'output', 'inputDelta', 'outputDelta'), ...below }
const activated = { ...layer, ...own }
const patches = {
  ...words('u32', 'image', 'height', 'width', 'channels', 'kernelHeight', 'kernelWidth', 'step', 'dilation'),
  ...words('u32', 'padTop', 'padLeft', 'outHeight', 'outWidth', 'bias'),
}
const product = { ...patches, ...words('u32', 'weights', 'output', 'columns', 'columnsPerTile'), ...own }
const inputGradient = {
  ...words('u32', 'delta', 'height', 'width', 'channels', 'kernelSize', 'stride', 'dilation', 'padTop', 'padLeft'),
  ...words('u32', 'inputHeight', 'inputWidth', 'weights', 'output', 'columns', 'columnsPerTile'),
  ...below,
}
const weightGradient = {
  ...patches,
  ...words('u32', 'delta', 'columns', 'columnsPerTile', 'examplesPerChunk', 'gradient'),
}
const matrixProduct = {
  ...words('u32', 'input', 'rowsPerExample', 'depth', 'weights', 'output', 'columns', 'rowsPerTile', 'columnsPerTile'),
  ...words('u32', 'bias'),
  ...own,
  ...below,
}
const matrixGradient = {
  ...words('u32', 'input', 'rowsPerExample', 'depth', 'inputsPerTile', 'delta', 'columns', 'columnsPerTile'),
  ...words('u32', 'examplesPerChunk', 'bias', 'gradient'),
}
/** `WinogradTiles` of `winograd-tiles.ts`. */
const winogradTiles = words(
  'u32',
  ...(['image', 'height', 'width', 'channels', 'padTop', 'padLeft', 'outHeight', 'outWidth'] as const),
)
const winogradProduct = {
  ...winogradTiles,
  ...words('u32', 'weights', 'output', 'columns', 'columnsPerTile', 'bias'),
  ...own,
  ...below,
}
const winogradGradient = {
  ...winogradTiles,
  ...words('u32', 'delta', 'columns', 'columnsPerTile', 'channelsPerTile', 'examplesPerChunk', 'bias', 'gradient'),
}
const winogradWeights = words('u32', 'weights', 'packed', 'channels', 'filters')
const pack = words(
  'u32',
  ...(['weights', 'bias', 'packed', 'kernelSize', 'channels', 'filters'] as const),
  ...(['stride', 'dilation', 'padTop', 'padLeft'] as const),
)
const pool = {
  ...layer,
  ...words('u32', 'height', 'width', 'channels', 'outHeight', 'outWidth', 'poolSize', 'strides', 'padTop', 'padLeft'),
}
const globalPool = { ...layer, ...words('u32', 'pixels', 'channels', 'totals') }
const globalMaxPool = { ...layer, ...words('u32', 'pixels', 'channels', 'winners') }
const dropout = {
  ...layer,
  ...words('u32', 'size', 'threshold'),
  ...words('f32', 'scale'),
  ...words('u32', 'layer', 'hyperparameters'),
}
const elementwise = { ...words('u32', 'source', 'addend', 'target', 'size'), ...own, ...below }
const depthwise = {
  ...activated,
  ...words('u32', 'height', 'width', 'channels', 'outHeight', 'outWidth', 'kernelSize', 'strides', 'dilation'),
  ...words('u32', 'padTop', 'padLeft', 'weights', 'bias', 'examplesPerChunk', 'totals', 'gradient'),
}
const batchNorm = {
  ...activated,
  ...words('u32', 'pixels', 'channels', 'parameters'),
  ...words('f32', 'epsilon', 'momentum'),
  ...words('u32', 'examplesPerChunk', 'totals', 'statistics', 'gradient', 'width'),
}
const layerNorm = {
  ...activated,
  ...words('u32', 'rows', 'channels', 'parameters'),
  ...words('f32', 'epsilon'),
  ...words('u32', 'statistics', 'examplesPerChunk', 'totals', 'gradient'),
}
const recurrent = {
  ...activated,
  ...words('u32', 'time', 'features', 'units', 'weights', 'bias', 'z', 'h', 'deltas', 'examplesPerChunk', 'gradient'),
}
const lanes = words('u32', 'rows', 'lanes', 'features', 'examplesPerTile')
const narrow = {
  ...activated,
  ...words('u32', 'inputs', 'units', 'weights', 'bias', 'examplesPerTile', 'gradient', 'chunkBytes'),
}
const loss = {
  ...words('u32', 'output', 'answers', 'delta', 'classes', 'labels', 'targets', 'weights', 'losses', 'correct', 'kind'),
  ...words('f32', 'divisor'),
  ...words('u32', 'mean'),
  ...words('f32', 'smoothing'),
  ...own,
  ...below,
}
const update = {
  ...words('u32', 'weights', 'length', 'gradient', 'chunkBytes', 'examplesPerChunk'),
  ...words('f32', 'l1', 'l2', 'weightDecay'),
  ...words('u32', 'first', 'second', 'squares', 'hyperparameters'),
}
/** `MatrixUpdate` of `matrix-gradient.ts`, with the update of the kernel and that of the biases behind it. */
const matrixUpdate = {
  ...matrixGradient,
  ...words('u32', 'optimizer'),
  ...named('kernel', update),
  ...named('bias', update),
}

const augment = words('u32', 'input', 'output', 'height', 'width', 'channels', 'records', 'totals')

/** What the kernels can be told to do, and with which arguments. */
export const operations = {
  augment: { opcode: layout.AUGMENT, fields: augment },
  beginStep: { opcode: layout.BEGIN_STEP, fields: words('u32', 'hyperparameters') },
  packForward: { opcode: layout.PACK_FORWARD, fields: pack },
  packBackward: { opcode: layout.PACK_BACKWARD, fields: pack },
  forwardProduct: { opcode: layout.FORWARD_PRODUCT, fields: product },
  inputGradient: { opcode: layout.INPUT_GRADIENT, fields: inputGradient },
  weightGradient: { opcode: layout.WEIGHT_GRADIENT, fields: weightGradient },
  matrixForward: { opcode: layout.MATRIX_FORWARD, fields: matrixProduct },
  matrixInputGradient: { opcode: layout.MATRIX_INPUT_GRADIENT, fields: matrixProduct },
  matrixWeightGradient: { opcode: layout.MATRIX_WEIGHT_GRADIENT, fields: matrixGradient },
  matrixUpdate: { opcode: layout.MATRIX_UPDATE, fields: matrixUpdate },
  winogradForwardWeights: { opcode: layout.WINOGRAD_FORWARD_WEIGHTS, fields: winogradWeights },
  winogradBackwardWeights: { opcode: layout.WINOGRAD_BACKWARD_WEIGHTS, fields: winogradWeights },
  winogradForward: { opcode: layout.WINOGRAD_FORWARD, fields: winogradProduct },
  winogradInputGradient: { opcode: layout.WINOGRAD_INPUT_GRADIENT, fields: winogradProduct },
  winogradWeightGradient: { opcode: layout.WINOGRAD_WEIGHT_GRADIENT, fields: winogradGradient },
  maxPool: { opcode: layout.MAX_POOL, fields: pool },
  maxPoolGradient: { opcode: layout.MAX_POOL_GRADIENT, fields: pool },
  averagePool: { opcode: layout.AVERAGE_POOL, fields: pool },
  averagePoolGradient: { opcode: layout.AVERAGE_POOL_GRADIENT, fields: pool },
  globalPool: { opcode: layout.GLOBAL_POOL, fields: globalPool },
  globalPoolGradient: { opcode: layout.GLOBAL_POOL_GRADIENT, fields: globalPool },
  globalMaxPool: { opcode: layout.GLOBAL_MAX_POOL, fields: globalMaxPool },
  globalMaxPoolGradient: { opcode: layout.GLOBAL_MAX_POOL_GRADIENT, fields: globalMaxPool },
  dropout: { opcode: layout.DROPOUT, fields: dropout },
  dropoutGradient: { opcode: layout.DROPOUT_GRADIENT, fields: dropout },
  activate: { opcode: layout.ACTIVATE, fields: elementwise },
  activationGradient: { opcode: layout.ACTIVATION_GRADIENT, fields: elementwise },
  depthwise: { opcode: layout.DEPTHWISE, fields: depthwise },
  depthwiseInputGradient: { opcode: layout.DEPTHWISE_INPUT_GRADIENT, fields: depthwise },
  depthwiseWeightGradient: { opcode: layout.DEPTHWISE_WEIGHT_GRADIENT, fields: depthwise },
  batchMoments: { opcode: layout.BATCH_MOMENTS, fields: batchNorm },
  batchStatistics: { opcode: layout.BATCH_STATISTICS, fields: batchNorm },
  movingDeviations: { opcode: layout.MOVING_DEVIATIONS, fields: batchNorm },
  moveStatistics: { opcode: layout.MOVE_STATISTICS, fields: batchNorm },
  batchNorm: { opcode: layout.BATCH_NORM, fields: batchNorm },
  batchDeltaSums: { opcode: layout.BATCH_DELTA_SUMS, fields: batchNorm },
  batchDeltaMeans: { opcode: layout.BATCH_DELTA_MEANS, fields: batchNorm },
  batchNormGradient: { opcode: layout.BATCH_NORM_GRADIENT, fields: batchNorm },
  batchNormPool: { opcode: layout.BATCH_NORM_POOL, fields: batchNorm },
  batchPoolDeltaSums: { opcode: layout.BATCH_POOL_DELTA_SUMS, fields: batchNorm },
  batchNormPoolGradient: { opcode: layout.BATCH_NORM_POOL_GRADIENT, fields: batchNorm },
  layerNorm: { opcode: layout.LAYER_NORM, fields: layerNorm },
  layerNormGradient: { opcode: layout.LAYER_NORM_GRADIENT, fields: layerNorm },
  recurrent: { opcode: layout.RECURRENT, fields: recurrent },
  recurrentGradient: { opcode: layout.RECURRENT_GRADIENT, fields: recurrent },
  gather: { opcode: layout.GATHER, fields: words('u32', 'table', 'rows', 'batch', 'size') },
  toLanes: { opcode: layout.TO_LANES, fields: lanes },
  fromLanes: { opcode: layout.FROM_LANES, fields: lanes },
  narrowForward: { opcode: layout.NARROW_FORWARD, fields: narrow },
  narrowGradient: { opcode: layout.NARROW_GRADIENT, fields: narrow },
  answers: { opcode: layout.ANSWERS, fields: loss },
  softmaxCrossEntropy: { opcode: layout.SOFTMAX_CROSS_ENTROPY, fields: loss },
  loss: { opcode: layout.LOSS, fields: loss },
  metrics: { opcode: layout.METRICS, fields: loss },
  rootGradient: { opcode: layout.ROOT_GRADIENT, fields: loss },
  sgd: { opcode: layout.SGD, fields: update },
  momentum: { opcode: layout.MOMENTUM, fields: update },
  lookAhead: { opcode: layout.LOOK_AHEAD, fields: update },
  aheadMomentum: { opcode: layout.AHEAD_MOMENTUM, fields: update },
  nesterov: { opcode: layout.NESTEROV, fields: update },
  adagrad: { opcode: layout.ADAGRAD, fields: update },
  rmsprop: { opcode: layout.RMSPROP, fields: update },
  adadelta: { opcode: layout.ADADELTA, fields: update },
  adam: { opcode: layout.ADAM, fields: update },
  adamax: { opcode: layout.ADAMAX, fields: update },
  nadam: { opcode: layout.NADAM, fields: update },
  gradientSquares: { opcode: layout.GRADIENT_SQUARES, fields: update },
  clip: { opcode: layout.CLIP, fields: words('u32', 'squares', 'tiles', 'hyperparameters') },
}
