import { mix, wordsAt } from './hash'
import { Layer } from './layer'
import { DROPOUT_SEED } from './layout'
import { Hyperparameters } from './optimizer'
import { ceilDivide, storePart } from './vector'

const TILE: u32 = 4096

/** Inverted dropout (Srivastava et al. 2014, scaled while training). Which values are kept is a function of seed, layer, step and position. */
@unmanaged
export class Dropout extends Layer {
  /** Values of one example. */
  size: u32
  /** rate · 2³²; a value is kept when its random word is not below it. */
  threshold: u32
  /** 1 / (1 − rate) */
  scale: f32
  layer: u32
  hyperparameters: usize
}

export function dropoutTiles(d: Dropout, count: u32): u32 {
  return ceilDivide(count * d.size, TILE)
}

export function dropoutTile(d: Dropout, tile: u32, count: u32): void {
  const key = maskKey(d)
  const end = min(count * d.size, (tile + 1) * TILE)
  for (let i = tile * TILE; i < end; i += 4) {
    const x = v128.load(d.input + (i << 2))
    storePart(d.output + (i << 2), v128.and(f32x4.mul(x, f32x4.splat(d.scale)), kept(d, key, i)), end - i)
  }
}

export function dropoutGradientTile(d: Dropout, tile: u32, count: u32): void {
  const key = maskKey(d)
  const end = min(count * d.size, (tile + 1) * TILE)
  for (let i = tile * TILE; i < end; i += 4) {
    const delta = v128.load(d.outputDelta + (i << 2))
    const through = v128.and(f32x4.mul(delta, f32x4.splat(d.scale)), kept(d, key, i))
    storePart(d.inputDelta + (i << 2), d.throughBelow(i << 2, through), end - i)
  }
}

function maskKey(d: Dropout): u32 {
  const step = <u32>changetype<Hyperparameters>(d.hyperparameters).step
  return mix(mix(mix(load<u32>(DROPOUT_SEED)) ^ d.layer) ^ step)
}

function kept(d: Dropout, key: u32, first: u32): v128 {
  return i32x4.ge_u(wordsAt(key, first), i32x4.splat(d.threshold))
}
