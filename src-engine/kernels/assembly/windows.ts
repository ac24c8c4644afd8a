import { Layer } from './layer'
import { RELU } from './layout'
import { storePart } from './vector'

/**
 * (examples, height, width, channels) → (examples, outHeight, outWidth, channels): max and average pooling over windows of
 * which only what lies inside the picture counts.
 */
@unmanaged
export class Pool extends Layer {
  height: u32
  width: u32
  channels: u32
  outHeight: u32
  outWidth: u32
  poolSize: u32
  strides: u32
  padTop: u32
  padLeft: u32

  /** Sends a window's share down to the inputs `at` bytes from the first. */
  @inline
  give(at: usize, share: v128, lanes: u32, overlaps: bool): void {
    const target = this.inputDelta + at
    storePart(target, overlaps ? f32x4.add(v128.load(target), share) : share, lanes)
  }
}

/** Whether windows of 2×2 cover the picture side by side, and channels are whole vectors: the usual case, see `pool-halves.ts`. */
export function halves(p: Pool): bool {
  const isEven = ((p.height | p.width) & 1) == 0 && (p.channels & 3) == 0
  return isEven && p.poolSize == 2 && p.strides == 2 && p.belowActivation <= <u32>RELU
}

/** First and last row or column of window `o` inside a side of `length`. */
export function from(o: u32, strides: u32, pad: u32): u32 {
  return <u32>max<i32>(0, <i32>(o * strides - pad))
}
export function until(o: u32, strides: u32, pad: u32, poolSize: u32, length: u32): u32 {
  return min<u32>(length, o * strides - pad + poolSize)
}
