import type { Environment } from '../../../src-main/contract/types.ts'

/** What a run was computed on, as rows of name and value. */
export function environmentFacts(where: Environment): readonly (readonly [name: string, value: string])[] {
  return [
    ['engine', where.engine],
    ['runtime', where.runtime],
    ['threads', String(where.threads)],
    ['multiply-add', where.fusedMultiplyAdd ? 'fused' : 'separate'],
    ['SIMD', where.relaxedSimd ? 'relaxed' : 'plain'],
    ['memory', where.sharedMemory ? 'shared' : 'not shared'],
  ]
}
