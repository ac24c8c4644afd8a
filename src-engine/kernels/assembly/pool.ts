import { throughActivation } from './activation'
import { storePart } from './vector'

/** Max pooling without padding; the first of equal values wins, as in PyTorch. */
@unmanaged
export class MaxPool {
  /** (examples, height, width, channels) */
  input: usize
  /** (examples, outHeight, outWidth, channels) */
  output: usize
  height: u32
  width: u32
  channels: u32
  outHeight: u32
  outWidth: u32
  poolSize: u32
  strides: u32
  inputDelta: usize
  outputDelta: usize
  /** The activation that made `input`. */
  activation: u32
}

/** One tile is one line of output. */
export function maxPoolTiles(p: MaxPool, count: u32): u32 {
  return count * p.outHeight
}

export function maxPoolTile(p: MaxPool, tile: u32): void {
  const pixel = p.channels << 2
  const line = p.width * pixel
  const example = tile / p.outHeight
  const top = p.input + (example * p.height + (tile - example * p.outHeight) * p.strides) * line
  for (let ox: u32 = 0; ox < p.outWidth; ox++) {
    const corner = top + ox * p.strides * pixel
    const output = p.output + (tile * p.outWidth + ox) * pixel
    for (let c: u32 = 0; c < p.channels; c += 4) {
      let best = v128.load(corner + (c << 2))
      for (let ky: u32 = 0; ky < p.poolSize; ky++) {
        for (let kx: u32 = 0; kx < p.poolSize; kx++) {
          const x = v128.load(corner + ky * line + kx * pixel + (c << 2))
          best = v128.bitselect(x, best, f32x4.gt(x, best))
        }
      }
      storePart(output + (c << 2), best, p.channels - c)
    }
  }
}

/** One tile is one example, because windows may overlap. */
export function maxPoolGradientTile(p: MaxPool, example: u32): void {
  const pixel = p.channels << 2
  const line = p.width * pixel
  const pictureBytes = p.height * line
  memory.fill(p.inputDelta + example * pictureBytes, 0, pictureBytes)
  for (let oy: u32 = 0; oy < p.outHeight; oy++) {
    for (let ox: u32 = 0; ox < p.outWidth; ox++) {
      const corner = example * pictureBytes + oy * p.strides * line + ox * p.strides * pixel
      const out = ((example * p.outHeight + oy) * p.outWidth + ox) * pixel
      for (let c: u32 = 0; c < p.channels; c += 4)
        windowGradient(p, corner + (c << 2), out + (c << 2), line, p.channels - c)
    }
  }
}

/** Gives the window's delta to the tap that held the maximum, once per lane. */
function windowGradient(p: MaxPool, corner: usize, out: usize, line: usize, left: u32): void {
  const best = v128.load(p.output + out)
  const delta = throughActivation(p.activation, best, v128.load(p.outputDelta + out))
  let open = i32x4.splat(-1)
  for (let ky: u32 = 0; ky < p.poolSize; ky++) {
    for (let kx: u32 = 0; kx < p.poolSize; kx++) {
      const at = corner + ky * line + ((kx * p.channels) << 2)
      const here = v128.and(open, f32x4.eq(v128.load(p.input + at), best))
      open = v128.andnot(open, here)
      const target = p.inputDelta + at
      storePart(target, f32x4.add(v128.load(target), v128.and(delta, here)), left)
    }
  }
}
