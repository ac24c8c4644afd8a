import { ceilDivide } from './vector'
import { PLACES } from './winograd-tiles'

/**
 * G g Gᵀ of every 3×3 kernel, as 16 matrices in panels of 8 columns; missing columns are 0. Channels and filters are
 * multiples of 4.
 */
@unmanaged
export class WinogradWeights {
  /** (3, 3, channels, filters) */
  weights: usize
  /** (16, panels, depth, 8) */
  packed: usize
  channels: u32
  filters: u32
}

export function winogradForwardTiles(w: WinogradWeights): u32 {
  return ceilDivide(w.filters, 8)
}

/** Row c of a panel is channel c, its columns are 8 filters. */
export function winogradForwardTile(w: WinogradWeights, panel: u32, scratch: usize): void {
  const tapBytes: usize = (w.channels * w.filters) << 2
  const placeBytes: usize = (winogradForwardTiles(w) * w.channels) << 5
  const first = panel << 3
  const last = min(w.filters, first + 8)
  for (let c: u32 = 0; c < w.channels; c++) {
    for (let f = first; f < last; f += 4) {
      transformKernel(w.weights + ((c * w.filters + f) << 2), tapBytes, scratch)
      const target = w.packed + ((panel * w.channels + c) << 5) + ((f - first) << 2)
      for (let place: u32 = 0; place < PLACES; place++) {
        v128.store(target + place * placeBytes, v128.load(scratch + (place << 4)))
      }
    }
  }
}

export function winogradBackwardTiles(w: WinogradWeights): u32 {
  return ceilDivide(w.channels, 8)
}

/** For the way back the kernel is turned by 180°: row f of a panel is filter f, its columns are 8 channels. */
export function winogradBackwardTile(w: WinogradWeights, panel: u32, scratch: usize): void {
  const tapBytes: usize = (w.channels * w.filters) << 2
  const placeBytes: usize = (winogradBackwardTiles(w) * w.filters) << 5
  const first = panel << 3
  const last = min(w.channels, first + 8)
  for (let c = first; c < last; c++) {
    for (let f: u32 = 0; f < w.filters; f += 4) {
      transformKernel(w.weights + 8 * tapBytes + ((c * w.filters + f) << 2), 0 - tapBytes, scratch)
      let target = w.packed + ((panel * w.filters + f) << 5) + ((c - first) << 2)
      for (let place: u32 = 0; place < PLACES; place++, target += placeBytes) {
        const u = v128.load(scratch + (place << 4))
        v128.store_lane<f32>(target, u, 0)
        v128.store_lane<f32>(target, u, 1, 32)
        v128.store_lane<f32>(target, u, 2, 64)
        v128.store_lane<f32>(target, u, 3, 96)
      }
    }
  }
}

/**
 * G g Gᵀ of four kernels, G = ((1, 0, 0), (½, ½, ½), (½, −½, ½), (0, 0, 1)): 16 vectors.
 * @param tapBytes from one tap to the next
 */
function transformKernel(kernel: usize, tapBytes: usize, into: usize): void {
  for (let x: u32 = 0; x < 4; x++, into += 16) {
    const g0 = alongRow(kernel, tapBytes, x)
    const g1 = alongRow(kernel + 3 * tapBytes, tapBytes, x)
    const g2 = alongRow(kernel + 6 * tapBytes, tapBytes, x)
    const even = halved(f32x4.add(g0, g2))
    const odd = halved(g1)
    v128.store(into, g0)
    v128.store(into, f32x4.add(even, odd), 64)
    v128.store(into, f32x4.sub(even, odd), 128)
    v128.store(into, g2, 192)
  }
}

/** Column x of one row of the kernel times Gᵀ. */
function alongRow(row: usize, tapBytes: usize, x: u32): v128 {
  const left = v128.load(row)
  const right = v128.load(row + 2 * tapBytes)
  if (x == 0) return left
  if (x == 3) return right
  const even = halved(f32x4.add(left, right))
  const odd = halved(v128.load(row + tapBytes))
  return x == 1 ? f32x4.add(even, odd) : f32x4.sub(even, odd)
}

function halved(x: v128): v128 {
  return f32x4.mul(f32x4.splat(0.5), x)
}
