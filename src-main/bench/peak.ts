import { runMultiplyAdds } from '../../src-engine/kernels/loader.ts'
import { timeBlocks } from './measure.ts'

/** Rounds of one call: long enough that the call itself does not matter. */
const ROUNDS = 100_000

/** GFLOP/s of one thread that does 128-bit multiply-adds and nothing else: no kernel can be faster. */
export function multiplyAddPeak(module: WebAssembly.Module, seconds: number): number {
  let flops = 0
  const { median } = timeBlocks(seconds, () => (flops = runMultiplyAdds(module, ROUNDS)))
  return flops / median / 1e9
}
