import { readFileSync } from 'node:fs'
import { compileKernels } from '../../../src-engine/kernels/loader.ts'

/** The committed kernels, compiled once per test file. */
export const kernels = compileKernels(
  readFileSync(new URL('../../../resources/kernels/glassbox.wasm', import.meta.url)),
)
