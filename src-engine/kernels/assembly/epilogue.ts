import { activate, throughActivation } from './activation'
import { RELU } from './layout'
import { storePart } from './vector'

// What is done to the sums of a register tile on their way out, before they leave the first cache.

/** out ← f(sums + bias). @param stride bytes from row to row @param bias address of the columns' biases; 0: none */
export function storeActivated(
  out: usize,
  stride: usize,
  sum: usize,
  rows: u32,
  columns: u32,
  bias: usize,
  activation: u32,
  alpha: f32,
): void {
  const low = bias ? v128.load(bias) : f32x4.splat(0)
  const high = bias ? v128.load(bias, 16) : low
  if (columns >= 8 && activation <= <u32>RELU) {
    // The usual case without a branch per vector: −∞ as the least value leaves everything as it is.
    const least = f32x4.splat(activation == RELU ? 0 : -Infinity)
    for (let i: u32 = 0; i < rows; i++, sum += 32, out += stride) {
      v128.store(out, f32x4.pmax(f32x4.add(v128.load(sum), low), least))
      v128.store(out, f32x4.pmax(f32x4.add(v128.load(sum, 16), high), least), 16)
    }
    return
  }
  for (let i: u32 = 0; i < rows; i++, sum += 32, out += stride) {
    storePart(out, activate(activation, alpha, f32x4.add(v128.load(sum), low)), columns)
    if (columns <= 4) continue
    storePart(out + 16, activate(activation, alpha, f32x4.add(v128.load(sum, 16), high)), columns - 4)
  }
}

/** One row: out ← sums · f′, with f′ from the values below. */
export function storeDelta(out: usize, below: usize, sum: usize, columns: u32, activation: u32, alpha: f32): void {
  if (columns >= 8 && activation <= <u32>RELU) {
    // The usual case: a mask of ones leaves everything as it is.
    const zero = f32x4.splat(0)
    const passes = i32x4.splat(activation == RELU ? 0 : -1)
    const low = v128.or(passes, f32x4.gt(v128.load(below), zero))
    const high = v128.or(passes, f32x4.gt(v128.load(below, 16), zero))
    v128.store(out, v128.and(v128.load(sum), low))
    v128.store(out, v128.and(v128.load(sum, 16), high), 16)
    return
  }
  storePart(out, throughActivation(activation, alpha, v128.load(below), v128.load(sum)), columns)
  if (columns <= 4) return
  storePart(out + 16, throughActivation(activation, alpha, v128.load(below, 16), v128.load(sum, 16)), columns - 4)
}
