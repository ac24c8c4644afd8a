import { ROW } from './layout'

/**
 * A picture seen as the matrix whose rows are the patches under a sliding window (never stored whole).
 * Row (example, oy, ox), column (ky, kx, channel) is the pixel at o·step − pad + k·dilation, 0 outside of the picture.
 * With `bias` one more column holds 1.
 */
@unmanaged
export class Patches {
  image: usize
  height: u32
  width: u32
  channels: u32
  kernelHeight: u32
  kernelWidth: u32
  step: u32
  /** Distance between neighbours under the kernel. */
  dilation: u32
  padTop: u32
  padLeft: u32
  outHeight: u32
  outWidth: u32
  bias: u32
}

export function patchColumns(p: Patches): u32 {
  return p.kernelHeight * p.kernelWidth * p.channels + p.bias
}

/** Writes columns [from, to) of rows [first, first + rows) to `into`, `ROW` floats apart. */
export function packRows(p: Patches, first: u32, rows: u32, from: u32, to: u32, into: usize): void {
  const kernelHeight = p.kernelHeight
  const kernelWidth = p.kernelWidth
  const channels = p.channels
  const height = p.height
  const width = p.width
  const step = p.step
  const dilation = p.dilation
  const hasNoHoles = dilation == 1
  const outHeight = p.outHeight
  const outWidth = p.outWidth
  const run = kernelWidth * channels
  const columns = kernelHeight * run
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
    const low = <u32>max(0, min(<i32>kernelWidth, -left))
    const high = <u32>max(<i32>low, min(<i32>kernelWidth, <i32>width - left))
    const isInside = high - low == kernelWidth && top >= 0 && <u32>top + kernelHeight <= height
    if (isWhole && isInside)
      copyPatch(into, picture + top * lineBytes + left * pixelBytes, kernelHeight, run, lineBytes)
    else {
      for (let ky: u32 = firstTap, start = firstTap * run; ky < kernelHeight && start < to; ky++, start += run) {
        const y = top + ky * dilation
        const line = picture + y * lineBytes
        if (<u32>y >= height) {
          zeroColumns(into, from, to, start, start + run)
        } else if (!hasNoHoles) {
          packTaps(p, into, from, to, start, left, line)
        } else {
          if (low > 0) zeroColumns(into, from, to, start, start + low * channels)
          copyColumns(into, from, to, start + low * channels, start + high * channels, line + (left + low) * pixelBytes)
          if (high < kernelWidth) zeroColumns(into, from, to, start + high * channels, start + run)
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
  for (let kx: u32 = 0; kx < p.kernelWidth; kx++) {
    const x = left + kx * p.dilation
    const column = start + kx * channels
    if (<u32>x >= p.width) zeroColumns(into, from, to, column, column + channels)
    else copyColumns(into, from, to, column, column + channels, line + ((x * channels) << 2))
  }
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
