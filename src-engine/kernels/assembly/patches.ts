import { ROW } from './layout'

/**
 * A picture seen as the matrix whose rows are the patches under a sliding window (never stored whole).
 * Row (example, oy, ox), column (ky, kx, channel) is the pixel at v = o·step − pad + k·dilation, which exists when
 * v ≥ 0, v is a multiple of `spread` and v / spread lies inside; otherwise it is 0.
 * Forward: step = the layer's stride, spread 1. Input gradient: step 1, spread = the stride, over ∂C/∂z.
 * A dense layer is the case of a 1×1 picture. With `bias` one more column holds 1.
 */
@unmanaged
export class Patches {
  image: usize
  height: u32
  width: u32
  channels: u32
  kernelSize: u32
  step: u32
  /** Distance between neighbours under the kernel. */
  dilation: u32
  /** Distance between neighbours of the picture, zeros in between. */
  spread: u32
  padTop: u32
  padLeft: u32
  outHeight: u32
  outWidth: u32
  bias: u32
}

export function patchColumns(p: Patches): u32 {
  return p.kernelSize * p.kernelSize * p.channels + p.bias
}

/** Writes columns [from, to) of rows [first, first + rows) to `into`, `ROW` floats apart. */
export function packRows(p: Patches, first: u32, rows: u32, from: u32, to: u32, into: usize): void {
  const kernelSize = p.kernelSize
  const channels = p.channels
  const height = p.height
  const width = p.width
  const step = p.step
  const dilation = p.dilation
  const spread = p.spread
  const hasNoHoles = dilation == 1 && spread == 1
  const outHeight = p.outHeight
  const outWidth = p.outWidth
  const run = kernelSize * channels
  const columns = kernelSize * run
  const pixelBytes = channels << 2
  const lineBytes = width * pixelBytes
  const hasBias = p.bias != 0 && to > columns
  const firstTap = from / run
  const isWhole = hasNoHoles && from == 0 && to >= columns

  let oy = first / outWidth
  let ox = first - oy * outWidth
  const example = oy / outHeight
  oy -= example * outHeight
  let picture = p.image + example * height * lineBytes
  for (let row: u32 = 0; row < rows; row++) {
    const top = <i32>(oy * step - p.padTop)
    const left = <i32>(ox * step - p.padLeft)
    // The taps that lie inside are neighbours in memory unless kernel or picture have holes.
    const low = <u32>max(0, min(<i32>kernelSize, -left))
    const high = <u32>max(<i32>low, min(<i32>kernelSize, <i32>width - left))
    const isInside = high - low == kernelSize && top >= 0 && <u32>top + kernelSize <= height
    if (isWhole && isInside) copyPatch(into, picture + top * lineBytes + left * pixelBytes, kernelSize, run, lineBytes)
    else {
      for (let ky: u32 = firstTap, start = firstTap * run; ky < kernelSize && start < to; ky++, start += run) {
        const y = inside(top + ky * dilation, height, spread)
        const line = picture + y * lineBytes
        if (y < 0) {
          zeroColumns(into, from, to, start, start + run)
        } else if (!hasNoHoles) {
          packTaps(p, into, from, to, start, left, line)
        } else {
          if (low > 0) zeroColumns(into, from, to, start, start + low * channels)
          copyColumns(into, from, to, start + low * channels, start + high * channels, line + (left + low) * pixelBytes)
          if (high < kernelSize) zeroColumns(into, from, to, start + high * channels, start + run)
        }
      }
    }
    if (hasBias) store<f32>(into + ((columns - from) << 2), 1)
    into += ROW * 4
    ox += 1
    if (ox == outWidth) {
      ox = 0
      oy += 1
      if (oy == outHeight) {
        oy = 0
        picture += height * lineBytes
      }
    }
  }
}

function packTaps(p: Patches, into: usize, from: u32, to: u32, start: u32, left: i32, line: usize): void {
  const channels = p.channels
  for (let kx: u32 = 0; kx < p.kernelSize; kx++) {
    const x = inside(left + kx * p.dilation, p.width, p.spread)
    const column = start + kx * channels
    if (x < 0) zeroColumns(into, from, to, column, column + channels)
    else copyColumns(into, from, to, column, column + channels, line + ((x * channels) << 2))
  }
}

/** Index of virtual coordinate v, −1 when no pixel stands there. */
function inside(v: i32, size: u32, spread: u32): i32 {
  if (v < 0) return -1
  if (spread == 1) return <u32>v < size ? v : -1
  const index = <u32>v / spread
  return index * spread == <u32>v && index < size ? <i32>index : -1
}

/** A patch that lies inside the picture: `lines` times `run` numbers, one after the other. */
function copyPatch(into: usize, source: usize, lines: u32, run: u32, lineBytes: usize): void {
  for (let line: u32 = 0; line < lines; line++) {
    for (let at: u32 = 0; at < run; at += 4) v128.store(into + (at << 2), v128.load(source + (at << 2)))
    into += run << 2
    source += lineBytes
  }
}

// All three may write up to three floats too far: columns are written in ascending order and a row ends with spare room.

function copyColumns(into: usize, from: u32, to: u32, start: u32, end: u32, source: usize): void {
  const a = max(start, from)
  const b = min(end, to)
  const shift = (a - start) << 2
  const target = into + ((a - from) << 2)
  for (let at: u32 = 0; a + at < b; at += 4) v128.store(target + (at << 2), v128.load(source + shift + (at << 2)))
}

function zeroColumns(into: usize, from: u32, to: u32, start: u32, end: u32): void {
  const a = max(start, from)
  const b = min(end, to)
  const target = into + ((a - from) << 2)
  for (let at: u32 = 0; a + at < b; at += 4) v128.store(target + (at << 2), f32x4.splat(0))
}
