import * as layout from '../kernels/assembly/layout.ts'

type Word = 'u32' | 'f32'

const words = <T extends Word, K extends string>(type: T, ...names: K[]): Record<K, T> =>
  Object.fromEntries(names.map((name) => [name, type])) as Record<K, T>

// Fields in the order of the class in `kernels/assembly/` that reads them.
const own = { ...words('u32', 'activation'), ...words('f32', 'alpha') }
const below = { ...words('u32', 'below', 'belowActivation'), ...words('f32', 'belowAlpha') }
const patches = {
  ...words('u32', 'image', 'height', 'width', 'channels', 'kernelSize', 'step', 'dilation', 'spread'),
  ...words('u32', 'padTop', 'padLeft', 'outHeight', 'outWidth', 'bias'),
}
const product = { ...patches, ...words('u32', 'weights', 'output', 'columns', 'columnsPerTile'), ...own, ...below }
const weightGradient = {
  ...patches,
  ...words('u32', 'delta', 'columns', 'columnsPerTile', 'examplesPerChunk', 'gradient'),
}
const pack = words('u32', 'weights', 'bias', 'packed', 'kernelSize', 'channels', 'filters')
const pool = {
  ...words('u32', 'input', 'output', 'height', 'width', 'channels', 'outHeight', 'outWidth'),
  ...words('u32', 'poolSize', 'strides', 'padTop', 'padLeft', 'inputDelta', 'outputDelta'),
  ...below,
}
const globalPool = {
  ...words('u32', 'input', 'output', 'pixels', 'channels', 'totals', 'inputDelta', 'outputDelta'),
  ...below,
}
const globalMaxPool = {
  ...words('u32', 'input', 'output', 'pixels', 'channels', 'winners', 'inputDelta', 'outputDelta'),
  ...below,
}
const dropout = {
  ...words('u32', 'input', 'output', 'inputDelta', 'outputDelta', 'size', 'threshold'),
  ...words('f32', 'scale'),
  ...words('u32', 'layer', 'hyperparameters'),
  ...below,
}
const elementwise = { ...words('u32', 'source', 'addend', 'target', 'size'), ...own, ...below }
const depthwise = {
  ...words('u32', 'input', 'output', 'height', 'width', 'channels', 'outHeight', 'outWidth'),
  ...words('u32', 'kernelSize', 'strides', 'dilation', 'padTop', 'padLeft', 'weights', 'bias'),
  ...own,
  ...words('u32', 'inputDelta', 'outputDelta'),
  ...below,
  ...words('u32', 'examplesPerChunk', 'totals', 'gradient'),
}
const batchNorm = {
  ...words('u32', 'input', 'output', 'pixels', 'channels', 'parameters'),
  ...words('f32', 'epsilon', 'momentum'),
  ...words('u32', 'examplesPerChunk', 'totals', 'statistics'),
  ...own,
  ...words('u32', 'inputDelta', 'outputDelta'),
  ...below,
  ...words('u32', 'gradient'),
}
const layerNorm = {
  ...words('u32', 'input', 'output', 'rows', 'channels', 'parameters'),
  ...words('f32', 'epsilon'),
  ...words('u32', 'statistics'),
  ...own,
  ...words('u32', 'inputDelta', 'outputDelta'),
  ...below,
  ...words('u32', 'examplesPerChunk', 'totals', 'gradient'),
}
const recurrent = {
  ...words('u32', 'input', 'time', 'features', 'units', 'weights', 'bias', 'z', 'h', 'last'),
  ...own,
  ...words('u32', 'inputDelta', 'outputDelta'),
  ...below,
  ...words('u32', 'deltas', 'examplesPerChunk', 'gradient'),
}
const loss = {
  ...words('u32', 'output', 'answers', 'delta', 'classes', 'labels', 'weights', 'losses', 'correct', 'kind'),
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

const augment = words('u32', 'input', 'output', 'height', 'width', 'channels', 'records', 'totals')

const operations = {
  augment: { opcode: layout.AUGMENT, fields: augment },
  beginStep: { opcode: layout.BEGIN_STEP, fields: words('u32', 'hyperparameters') },
  packForward: { opcode: layout.PACK_FORWARD, fields: pack },
  packBackward: { opcode: layout.PACK_BACKWARD, fields: pack },
  forwardProduct: { opcode: layout.FORWARD_PRODUCT, fields: product },
  inputGradient: { opcode: layout.INPUT_GRADIENT, fields: product },
  weightGradient: { opcode: layout.WEIGHT_GRADIENT, fields: weightGradient },
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
  batchSums: { opcode: layout.BATCH_SUMS, fields: batchNorm },
  batchMeans: { opcode: layout.BATCH_MEANS, fields: batchNorm },
  batchSquares: { opcode: layout.BATCH_SQUARES, fields: batchNorm },
  batchDeviations: { opcode: layout.BATCH_DEVIATIONS, fields: batchNorm },
  movingDeviations: { opcode: layout.MOVING_DEVIATIONS, fields: batchNorm },
  moveStatistics: { opcode: layout.MOVE_STATISTICS, fields: batchNorm },
  batchNorm: { opcode: layout.BATCH_NORM, fields: batchNorm },
  batchDeltaSums: { opcode: layout.BATCH_DELTA_SUMS, fields: batchNorm },
  batchDeltaMeans: { opcode: layout.BATCH_DELTA_MEANS, fields: batchNorm },
  batchNormGradient: { opcode: layout.BATCH_NORM_GRADIENT, fields: batchNorm },
  layerNorm: { opcode: layout.LAYER_NORM, fields: layerNorm },
  layerNormGradient: { opcode: layout.LAYER_NORM_GRADIENT, fields: layerNorm },
  recurrent: { opcode: layout.RECURRENT, fields: recurrent },
  recurrentGradient: { opcode: layout.RECURRENT_GRADIENT, fields: recurrent },
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

export type Operation = keyof typeof operations
export type Arguments<O extends Operation> = Readonly<Record<keyof (typeof operations)[O]['fields'], number>>

/** One step of a program. Its tiles may run in any order and next to those of its neighbours up to the next barrier. */
export interface Instruction {
  readonly opcode: number
  readonly words: readonly { readonly type: Word; readonly value: number }[]
  readonly barrier: boolean
}

export function instruction<O extends Operation>(operation: O, args: Arguments<O>): Instruction {
  const { opcode, fields } = operations[operation]
  const values: Readonly<Record<string, number>> = args
  return {
    opcode,
    words: Object.entries<Word>(fields).map(([name, type]) => ({ type, value: values[name] ?? 0 })),
    barrier: false,
  }
}

/** Lets every thread wait after the last of these instructions, so that what follows can read what they wrote. */
export function thenBarrier(instructions: readonly Instruction[]): Instruction[] {
  return instructions.map((each, index) => (index === instructions.length - 1 ? { ...each, barrier: true } : each))
}

const bytesOf = (each: Instruction): number => layout.INSTRUCTION_BYTES + 4 * each.words.length

export function programBytes(program: readonly Instruction[]): number {
  return program.reduce((sum, each) => sum + bytesOf(each), 4)
}

/** Writes the flat program that `kernels/assembly/program.ts` executes. */
export function writeProgram(memory: DataView, address: number, program: readonly Instruction[]): void {
  let at = address
  for (const each of program) {
    memory.setUint32(at, each.opcode, true)
    memory.setUint32(at + 4, bytesOf(each), true)
    memory.setUint32(at + 8, each.barrier ? 1 : 0, true)
    each.words.forEach(({ type, value }, index) => {
      const word = at + layout.INSTRUCTION_BYTES + 4 * index
      if (type === 'f32') memory.setFloat32(word, value, true)
      else memory.setUint32(word, value, true)
    })
    at += bytesOf(each)
  }
  memory.setUint32(at, layout.END, true)
}
