import { packColumns } from './matrix-panel'
import { firstTap, tapPeriod, tapsOf } from './tap-classes'
import { ceilDivide } from './vector'

/** Weights as panels of 8 columns, the order in which the register tile reads them; missing columns are 0. */
@unmanaged
export class Pack {
  /** (kernelSize, kernelSize, channels, filters), then the biases (filters) when `bias` is 1. */
  weights: usize
  bias: u32
  packed: usize
  kernelSize: u32
  channels: u32
  filters: u32
  stride: u32
  dilation: u32
  padTop: u32
  padLeft: u32
}

export function packForwardTiles(p: Pack): u32 {
  return ceilDivide(p.filters, 8)
}

/** Row k of the panel is row k of the weights; the bias, if any, is the last row. */
export function packForwardTile(p: Pack, panel: u32): void {
  const rows = p.kernelSize * p.kernelSize * p.channels + p.bias
  const first = panel << 3
  const columns = min<u32>(8, p.filters - first)
  let target = p.packed + ((panel * rows) << 5)
  let source = p.weights + (first << 2)
  for (let k: u32 = 0; k < rows; k++) {
    if (columns == 8) {
      v128.store(target, v128.load(source))
      v128.store(target, v128.load(source, 16), 16)
    } else {
      for (let n: u32 = 0; n < columns; n++) store<f32>(target + (n << 2), load<f32>(source + (n << 2)))
    }
    target += 32
    source += p.filters << 2
  }
}

export function packBackwardTiles(p: Pack): u32 {
  return ceilDivide(p.channels, 8)
}

/**
 * For the way back, class after class of `tap-classes.ts`: the taps of a class, the last one first, with channels and filters
 * exchanged: row (ky, kx, filter), column channel.
 */
export function packBackwardTile(p: Pack, panel: u32): void {
  const panels = packBackwardTiles(p)
  const period = tapPeriod(p.stride, p.dilation)
  let target = p.packed
  for (let cy: u32 = 0; cy < p.stride; cy++) {
    const high = tapsOf(cy, p.stride, p.dilation, p.padTop, p.kernelSize)
    const top = firstTap(cy, p.stride, p.dilation, p.padTop)
    for (let cx: u32 = 0; cx < p.stride; cx++) {
      const wide = tapsOf(cx, p.stride, p.dilation, p.padLeft, p.kernelSize)
      const left = firstTap(cx, p.stride, p.dilation, p.padLeft)
      const rows = high * wide * p.filters
      let into = target + ((panel * rows) << 5)
      for (let y: u32 = 0; y < high; y++) {
        for (let x: u32 = 0; x < wide; x++) {
          const tap = (top + (high - 1 - y) * period) * p.kernelSize + left + (wide - 1 - x) * period
          exchange(p, tap, panel << 3, into)
          into += p.filters << 5
        }
      }
      target += (panels * rows) << 5
    }
  }
}

/** Eight channels of one tap: filters as rows, channels as columns. */
function exchange(p: Pack, tap: u32, first: u32, into: usize): void {
  const stride: usize = p.filters << 2
  const source = p.weights + (tap * p.channels + first) * stride
  packColumns(source, stride, p.filters, min<u32>(8, p.channels - first), into)
}
