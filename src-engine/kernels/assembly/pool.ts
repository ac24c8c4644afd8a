import { throughAll } from './activation'
import { giveToPairs, giveToWinnersOfPairs, maxOfPairs, meanOfPairs } from './pool-halves'
import { storePart } from './vector'
import { from, halves, Pool, until } from './windows'

/** One tile is one line of output. */
export function poolTiles(p: Pool, count: u32): u32 {
  return count * p.outHeight
}

export function maxPoolTile(p: Pool, tile: u32): void {
  if (halves(p)) maxOfPairs(p, tile)
  else pool(p, tile, true)
}

export function averagePoolTile(p: Pool, tile: u32): void {
  if (halves(p)) meanOfPairs(p, tile)
  else pool(p, tile, false)
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
  if (halves(p)) giveToWinnersOfPairs(p, example)
  else poolGradient(p, example, true)
}

export function averagePoolGradientTile(p: Pool, example: u32): void {
  if (halves(p)) giveToPairs(p, example)
  else poolGradient(p, example, false)
}

/** Windows that lie side by side give each input what it gets at once; where they overlap it is added up. */
function poolGradient(p: Pool, example: u32, isMax: bool): void {
  const pixel = p.channels << 2
  const pictureBytes = p.height * p.width * pixel
  const picture = example * pictureBytes
  const overlaps = p.poolSize > p.strides
  if (overlaps || !isCovered(p)) memory.fill(p.inputDelta + picture, 0, pictureBytes)
  for (let oy: u32 = 0; oy < p.outHeight; oy++) {
    const top = from(oy, p.strides, p.padTop)
    const rows = until(oy, p.strides, p.padTop, p.poolSize, p.height) - top
    for (let ox: u32 = 0; ox < p.outWidth; ox++) {
      const left = from(ox, p.strides, p.padLeft)
      const columns = until(ox, p.strides, p.padLeft, p.poolSize, p.width) - left
      const corner = picture + (top * p.width + left) * pixel
      const out = ((example * p.outHeight + oy) * p.outWidth + ox) * pixel
      if (isMax) giveToWinners(p, corner, out, rows, columns, overlaps)
      else giveToAll(p, corner, out, rows, columns, overlaps)
    }
  }
  throughAll(p.belowActivation, p.belowAlpha, p.below + picture, p.inputDelta + picture, pictureBytes >> 2)
}

/** Whether every input lies under a window. */
function isCovered(p: Pool): bool {
  const isHigh = until(p.outHeight - 1, p.strides, p.padTop, p.poolSize, p.height) == p.height
  const isWide = until(p.outWidth - 1, p.strides, p.padLeft, p.poolSize, p.width) == p.width
  return isHigh && isWide && p.poolSize >= p.strides
}

/** The window's delta goes to the tap whose bits are the maximum's, once per lane. */
function giveToWinners(p: Pool, corner: usize, out: usize, rows: u32, columns: u32, overlaps: bool): void {
  const pixel = p.channels << 2
  const line = p.width * pixel
  const input = p.input
  for (let c: u32 = 0; c < pixel; c += 16) {
    const best = v128.load(p.output + out + c)
    const delta = v128.load(p.outputDelta + out + c)
    let open = i32x4.splat(-1)
    for (let y: u32 = 0, start = corner + c; y < rows; y++, start += line) {
      for (let x: u32 = 0, at = start; x < columns; x++, at += pixel) {
        const here = v128.and(open, i32x4.eq(v128.load(input + at), best))
        open = v128.andnot(open, here)
        p.give(at, v128.and(delta, here), (pixel - c) >> 2, overlaps)
      }
    }
  }
}

function giveToAll(p: Pool, corner: usize, out: usize, rows: u32, columns: u32, overlaps: bool): void {
  const pixel = p.channels << 2
  const line = p.width * pixel
  const factor = f32x4.splat(<f32>1 / <f32>(rows * columns))
  for (let c: u32 = 0; c < pixel; c += 16) {
    const share = f32x4.mul(v128.load(p.outputDelta + out + c), factor)
    for (let y: u32 = 0, start = corner + c; y < rows; y++, start += line) {
      for (let x: u32 = 0, at = start; x < columns; x++, at += pixel) p.give(at, share, (pixel - c) >> 2, overlaps)
    }
  }
}
