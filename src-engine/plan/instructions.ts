import * as layout from '../kernels/assembly/layout.ts'

type Word = 'u32' | 'f32'

const words = <T extends Word, K extends string>(type: T, ...names: K[]): Record<K, T> =>
  Object.fromEntries(names.map((name) => [name, type])) as Record<K, T>

// Fields in the order of the class in `kernels/assembly/` that reads them.
const patches = {
  ...words('u32', 'image', 'height', 'width', 'channels', 'kernelSize', 'step', 'dilation'),
  ...words('u32', 'padTop', 'padLeft', 'outHeight', 'outWidth', 'bias'),
}
const product = { ...patches, ...words('u32', 'weights', 'output', 'columns', 'columnsPerTile', 'activation', 'below') }
const weightGradient = {
  ...patches,
  ...words('u32', 'delta', 'columns', 'columnsPerTile', 'examplesPerChunk', 'gradient'),
}
const pack = words('u32', 'weights', 'packed', 'kernelSize', 'channels', 'filters')
const maxPool = {
  ...words('u32', 'input', 'output', 'height', 'width', 'channels', 'outHeight', 'outWidth'),
  ...words('u32', 'poolSize', 'strides', 'inputDelta', 'outputDelta', 'activation'),
}
const dropout = {
  ...words('u32', 'input', 'output', 'inputDelta', 'outputDelta', 'size', 'threshold'),
  ...words('f32', 'scale'),
  ...words('u32', 'layer', 'hyperparameters', 'activation'),
}
const loss = words('u32', 'output', 'probabilities', 'delta', 'classes', 'labels', 'losses', 'correct', 'activation')
const update = {
  ...words('u32', 'weights', 'length', 'gradient', 'chunkBytes', 'examplesPerChunk'),
  ...words('f32', 'decay'),
  ...words('u32', 'first', 'second', 'hyperparameters'),
}

const operations = {
  beginStep: { opcode: layout.BEGIN_STEP, fields: words('u32', 'hyperparameters') },
  packForward: { opcode: layout.PACK_FORWARD, fields: pack },
  packBackward: { opcode: layout.PACK_BACKWARD, fields: pack },
  forwardProduct: { opcode: layout.FORWARD_PRODUCT, fields: product },
  inputGradient: { opcode: layout.INPUT_GRADIENT, fields: product },
  weightGradient: { opcode: layout.WEIGHT_GRADIENT, fields: weightGradient },
  maxPool: { opcode: layout.MAX_POOL, fields: maxPool },
  maxPoolGradient: { opcode: layout.MAX_POOL_GRADIENT, fields: maxPool },
  dropout: { opcode: layout.DROPOUT, fields: dropout },
  dropoutGradient: { opcode: layout.DROPOUT_GRADIENT, fields: dropout },
  softmax: { opcode: layout.SOFTMAX, fields: loss },
  softmaxCrossEntropy: { opcode: layout.SOFTMAX_CROSS_ENTROPY, fields: loss },
  meanSquaredError: { opcode: layout.MEAN_SQUARED_ERROR, fields: loss },
  metrics: { opcode: layout.METRICS, fields: loss },
  sgd: { opcode: layout.SGD, fields: update },
  momentum: { opcode: layout.MOMENTUM, fields: update },
  adam: { opcode: layout.ADAM, fields: update },
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
