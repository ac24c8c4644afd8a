import { UPDATE_TILE } from './layout'
import { Hyperparameters } from './optimizer'
import { ceilDivide } from './vector'

/** One trainable tensor. */
@unmanaged
export class Update {
  weights: usize
  length: u32
  /** First of the parts in which the backward pass left its gradient, `chunkBytes` apart. */
  gradient: usize
  chunkBytes: u32
  examplesPerChunk: u32
  /** Penalties of kernels, C = C₀ + λ₁ Σ |w| + λ₂ Σ w²: λ₁ and 2λ₂; 0 for everything else. */
  l1: f32
  l2: f32
  /** Decoupled: w ← w − η·weightDecay·w. */
  weightDecay: f32
  /** What the optimiser remembers of each weight. */
  first: usize
  second: usize
  /** Σ g² of each tile (float64); for clipping by norm. */
  squares: usize
  hyperparameters: usize

  /** The parts that this batch filled, added in order, and the penalties' share. */
  @inline
  wholeGradient(at: u32, w: v128, count: u32): v128 {
    let part = this.gradient + at
    let g = v128.load(part)
    for (let chunk = this.examplesPerChunk; chunk < count; chunk += this.examplesPerChunk) {
      part += this.chunkBytes
      g = f32x4.add(g, v128.load(part))
    }
    g = f32x4.add(g, f32x4.mul(f32x4.splat(this.l2), w))
    if (this.l1 == 0) return g
    const zero = f32x4.splat(0)
    const positive = v128.and(f32x4.splat(this.l1), f32x4.gt(w, zero))
    const negative = v128.and(f32x4.splat(this.l1), f32x4.lt(w, zero))
    return f32x4.add(g, f32x4.sub(positive, negative))
  }

  /** The gradient that the optimiser sees: clipped. */
  @inline
  clippedGradient(h: Hyperparameters, at: u32, w: v128, count: u32): v128 {
    const g = f32x4.mul(this.wholeGradient(at, w, count), f32x4.splat(h.clipScale))
    return f32x4.min(f32x4.max(g, f32x4.splat(-h.clipValue)), f32x4.splat(h.clipValue))
  }

  /** w − η·weightDecay·w */
  @inline
  decayed(h: Hyperparameters, w: v128): v128 {
    return f32x4.sub(w, f32x4.mul(f32x4.splat(<f32>(h.learningRate * <f64>this.weightDecay)), w))
  }
}

export function updateTiles(u: Update): u32 {
  return ceilDivide(u.length, UPDATE_TILE)
}

export function endOf(u: Update, tile: u32): u32 {
  return min(u.length, (tile + 1) * UPDATE_TILE)
}
