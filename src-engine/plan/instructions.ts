import * as layout from '../kernels/assembly/layout.ts'
import { operations, type Word } from './operations.ts'

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
