import { storeDelta } from './epilogue'
import { BLOCK_ROWS, PACKED_BYTES, ROW } from './layout'
import { Patches } from './patches'
import { multiplyPatches } from './product'
import { firstTap, pixelsOf, tapPeriod, tapsOf } from './tap-classes'
import { TILE_BYTES } from './tile'
import { ceilDivide } from './vector'

/**
 * Convolutions back to the input: class by class of `tap-classes.ts` a product of patches of ∂C/∂z with the kernel turned
 * by 180°, and through the activation below. Without strides there is one class.
 */
@unmanaged
export class InputGradient {
  /** ∂C/∂z of the output, (height, width, channels). */
  delta: usize
  height: u32
  width: u32
  channels: u32
  kernelSize: u32
  stride: u32
  dilation: u32
  padTop: u32
  padLeft: u32
  inputHeight: u32
  inputWidth: u32
  /** Panels of 8 columns from `pack`, class after class. */
  weights: usize
  /** (inputHeight, inputWidth, columns) */
  output: usize
  columns: u32
  columnsPerTile: u32
  /** What lies below, and the activation that made it. */
  below: usize
  belowActivation: u32
  belowAlpha: f32
}

// In the scratch block, behind the packed rows: the patches of a class, then where each row of a block stands in the picture.
const PATCHES_OFFSET: usize = BLOCK_ROWS * ROW * 4
const PLACES_OFFSET: usize = PATCHES_OFFSET + 64

function rowBlocks(g: InputGradient, cy: u32, cx: u32, count: u32): u32 {
  return ceilDivide(count * pixelsOf(cy, g.stride, g.inputHeight) * pixelsOf(cx, g.stride, g.inputWidth), BLOCK_ROWS)
}

export function inputGradientTiles(g: InputGradient, count: u32): u32 {
  let blocks: u32 = 0
  for (let cy: u32 = 0; cy < g.stride; cy++) {
    for (let cx: u32 = 0; cx < g.stride; cx++) blocks += rowBlocks(g, cy, cx, count)
  }
  return blocks * ceilDivide(g.columns, g.columnsPerTile)
}

export function inputGradientTile(g: InputGradient, tile: u32, count: u32, scratch: usize): void {
  const columnBlocks = ceilDivide(g.columns, g.columnsPerTile)
  let block = tile / columnBlocks
  const firstColumn = (tile - block * columnBlocks) * g.columnsPerTile
  const lastColumn = min(g.columns, firstColumn + g.columnsPerTile)
  const panelBytes = (ceilDivide(g.columns, 8) * g.channels) << 5
  let weights = g.weights
  let cy: u32 = 0
  let cx: u32 = 0
  for (;;) {
    const blocks = rowBlocks(g, cy, cx, count)
    if (block < blocks) break
    block -= blocks
    weights +=
      panelBytes *
      tapsOf(cy, g.stride, g.dilation, g.padTop, g.kernelSize) *
      tapsOf(cx, g.stride, g.dilation, g.padLeft, g.kernelSize)
    cx += 1
    if (cx == g.stride) {
      cx = 0
      cy += 1
    }
  }
  const patches = changetype<Patches>(scratch + PATCHES_OFFSET)
  describe(g, cy, cx, patches)
  const firstRow = block * BLOCK_ROWS
  const rows = min<u32>(BLOCK_ROWS, count * patches.outHeight * patches.outWidth - firstRow)
  multiplyPatches(patches, weights, firstRow, rows, firstColumn, lastColumn, scratch)
  placeRows(g, patches, cy, cx, firstRow, rows, scratch + PLACES_OFFSET)

  let sum = scratch + PACKED_BYTES
  for (let n = firstColumn; n < lastColumn; n += 8) {
    // The rows of a panel's register tiles stand behind one another.
    for (let m: u32 = 0; m < rows; m++) {
      const at = load<u32>(scratch + PLACES_OFFSET + (m << 2)) + (n << 2)
      storeDelta(g.output + at, g.below + at, sum + (m << 5), lastColumn - n, g.belowActivation, g.belowAlpha)
    }
    sum += ceilDivide(rows, 6) * TILE_BYTES
  }
}

/** The patches of ∂C/∂z that the pixels of a class hear from. */
function describe(g: InputGradient, cy: u32, cx: u32, p: Patches): void {
  const period = tapPeriod(g.stride, g.dilation)
  const high = tapsOf(cy, g.stride, g.dilation, g.padTop, g.kernelSize)
  const wide = tapsOf(cx, g.stride, g.dilation, g.padLeft, g.kernelSize)
  p.image = g.delta
  p.height = g.height
  p.width = g.width
  p.channels = g.channels
  p.kernelHeight = high
  p.kernelWidth = wide
  p.step = 1
  p.dilation = (g.dilation * period) / g.stride
  p.padTop = padOf(cy, g, g.padTop, high, period)
  p.padLeft = padOf(cx, g, g.padLeft, wide, period)
  p.outHeight = pixelsOf(cy, g.stride, g.inputHeight)
  p.outWidth = pixelsOf(cx, g.stride, g.inputWidth)
  p.bias = 0
}

/** How far before ∂C/∂z the first pixel of a class begins to listen: its last tap comes first. */
function padOf(c: u32, g: InputGradient, pad: u32, taps: u32, period: u32): u32 {
  if (taps == 0) return 0
  const last = firstTap(c, g.stride, g.dilation, pad) + (taps - 1) * period
  return <u32>-(<i32>(c + pad - last * g.dilation) / <i32>g.stride)
}

/** Bytes from the beginning of the pictures to each row of a block. */
function placeRows(g: InputGradient, p: Patches, cy: u32, cx: u32, first: u32, rows: u32, into: usize): void {
  let y = first / p.outWidth
  let x = first - y * p.outWidth
  let example = y / p.outHeight
  y -= example * p.outHeight
  for (let row: u32 = 0; row < rows; row++) {
    const pixel = (example * g.inputHeight + y * g.stride + cy) * g.inputWidth + x * g.stride + cx
    store<u32>(into + (row << 2), (pixel * g.columns) << 2)
    x += 1
    if (x == p.outWidth) {
      x = 0
      y += 1
      if (y == p.outHeight) {
        y = 0
        example += 1
      }
    }
  }
}
