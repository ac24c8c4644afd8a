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

/** The kernel turned by 180° with channels and filters exchanged: row (ky, kx, filter), column channel. */
export function packBackwardTile(p: Pack, panel: u32): void {
  const taps = p.kernelSize * p.kernelSize
  const first = panel << 3
  const columns = min<u32>(8, p.channels - first)
  const target = p.packed + ((panel * taps * p.filters) << 5)
  for (let tap: u32 = 0; tap < taps; tap++) {
    for (let n: u32 = 0; n < columns; n++) {
      const source = p.weights + ((((taps - 1 - tap) * p.channels + first + n) * p.filters) << 2)
      const column = target + ((tap * p.filters) << 5) + (n << 2)
      for (let f: u32 = 0; f < p.filters; f++) store<f32>(column + (f << 5), load<f32>(source + (f << 2)))
    }
  }
}
