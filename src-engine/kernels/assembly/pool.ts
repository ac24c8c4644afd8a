import { Layer, throughBelow } from './layer'
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
}

/** One tile is one line of output. */
export function poolTiles(p: Pool, count: u32): u32 {
  return count * p.outHeight
}

/** First and last row or column of window `o` inside a side of `length`. */
function from(o: u32, strides: u32, pad: u32): u32 {
  return <u32>max<i32>(0, <i32>(o * strides - pad))
}
function until(o: u32, strides: u32, pad: u32, poolSize: u32, length: u32): u32 {
  return min<u32>(length, o * strides - pad + poolSize)
}

export function maxPoolTile(p: Pool, tile: u32): void {
  pool(p, tile, true)
}

export function averagePoolTile(p: Pool, tile: u32): void {
  pool(p, tile, false)
}

function pool(p: Pool, tile: u32, isMax: bool): void {
  const pixel = p.channels << 2
  const example = tile / p.outHeight
  const oy = tile - example * p.outHeight
  const picture = p.input + example * p.height * p.width * pixel
  const top = from(oy, p.strides, p.padTop)
  const rows = until(oy, p.strides, p.padTop, p.poolSize, p.height) - top
  for (let ox: u32 = 0; ox < p.outWidth; ox++) {
    const left = from(ox, p.strides, p.padLeft)
    const columns = until(ox, p.strides, p.padLeft, p.poolSize, p.width) - left
    const corner = picture + (top * p.width + left) * pixel
    const output = p.output + (tile * p.outWidth + ox) * pixel
    for (let c: u32 = 0; c < p.channels; c += 4) {
      const first = corner + (c << 2)
      storePart(
        output + (c << 2),
        isMax ? largest(p, first, rows, columns) : mean(p, first, rows, columns),
        p.channels - c,
      )
    }
  }
}

/** The first of equal values wins, as in PyTorch. */
function largest(p: Pool, first: usize, rows: u32, columns: u32): v128 {
  const pixel = p.channels << 2
  let best = v128.load(first)
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: u32 = 0; x < columns; x++) {
      const value = v128.load(first + (y * p.width + x) * pixel)
      best = v128.bitselect(value, best, f32x4.gt(value, best))
    }
  }
  return best
}

function mean(p: Pool, first: usize, rows: u32, columns: u32): v128 {
  const pixel = p.channels << 2
  let sum = f32x4.splat(0)
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: u32 = 0; x < columns; x++) sum = f32x4.add(sum, v128.load(first + (y * p.width + x) * pixel))
  }
  return f32x4.mul(sum, f32x4.splat(<f32>1 / <f32>(rows * columns)))
}

/** One tile is one example, because windows may overlap. */
export function maxPoolGradientTile(p: Pool, example: u32): void {
  poolGradient(p, example, true)
}

export function averagePoolGradientTile(p: Pool, example: u32): void {
  poolGradient(p, example, false)
}

function poolGradient(p: Pool, example: u32, isMax: bool): void {
  const pixel = p.channels << 2
  const pictureBytes = p.height * p.width * pixel
  const picture = example * pictureBytes
  memory.fill(p.inputDelta + picture, 0, pictureBytes)
  for (let oy: u32 = 0; oy < p.outHeight; oy++) {
    const top = from(oy, p.strides, p.padTop)
    const bottom = until(oy, p.strides, p.padTop, p.poolSize, p.height)
    for (let ox: u32 = 0; ox < p.outWidth; ox++) {
      const left = from(ox, p.strides, p.padLeft)
      const right = until(ox, p.strides, p.padLeft, p.poolSize, p.width)
      const out = ((example * p.outHeight + oy) * p.outWidth + ox) * pixel
      for (let c: u32 = 0; c < p.channels; c += 4) {
        const corner = picture + (top * p.width + left) * pixel + (c << 2)
        if (isMax) giveToWinner(p, corner, out + (c << 2), bottom - top, right - left, p.channels - c)
        else giveToAll(p, corner, out + (c << 2), bottom - top, right - left, p.channels - c)
      }
    }
  }
}

/** The window's delta goes to the tap whose bits are the maximum's, once per lane. */
function giveToWinner(p: Pool, corner: usize, out: usize, rows: u32, columns: u32, lanes: u32): void {
  const best = v128.load(p.output + out)
  const delta = v128.load(p.outputDelta + out)
  let open = i32x4.splat(-1)
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: u32 = 0; x < columns; x++) {
      const at = corner + (((y * p.width + x) * p.channels) << 2)
      const here = v128.and(open, i32x4.eq(v128.load(p.input + at), best))
      open = v128.andnot(open, here)
      add(p, at, v128.and(delta, here), lanes)
    }
  }
}

function giveToAll(p: Pool, corner: usize, out: usize, rows: u32, columns: u32, lanes: u32): void {
  const share = f32x4.mul(v128.load(p.outputDelta + out), f32x4.splat(<f32>1 / <f32>(rows * columns)))
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: u32 = 0; x < columns; x++) add(p, corner + (((y * p.width + x) * p.channels) << 2), share, lanes)
  }
}

function add(p: Pool, at: usize, delta: v128, lanes: u32): void {
  storePart(p.inputDelta + at, f32x4.add(v128.load(p.inputDelta + at), throughBelow(p, at, delta)), lanes)
}
