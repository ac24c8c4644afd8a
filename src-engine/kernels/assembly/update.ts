import { UPDATE_TILE } from './layout'
import { Hyperparameters } from './optimizer'
import { ceilDivide, multiplyAdd } from './vector'

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
}

export function updateTiles(u: Update): u32 {
  return ceilDivide(u.length, UPDATE_TILE)
}

export function endOf(u: Update, tile: u32): u32 {
  return min(u.length, (tile + 1) * UPDATE_TILE)
}

/** −η·weightDecay: `multiplyAdd(decay, w, w)` is w − η·weightDecay·w. */
export function decayOf(u: Update): v128 {
  return f32x4.splat(<f32>(-changetype<Hyperparameters>(u.hyperparameters).learningRate * <f64>u.weightDecay))
}

// What the optimiser sees is made in passes over a few thousand numbers, each of which returns where its result stands: in
// `into`, or where it was when there is nothing to do.

/** The parts that this batch filled, added in order, for the weights [from, to). */
export function addedParts(u: Update, from: u32, to: u32, count: u32, into: usize): usize {
  const gradient = u.gradient + (from << 2)
  const chunkBytes = u.chunkBytes
  const parts = ceilDivide(count, u.examplesPerChunk)
  if (parts == 1) return gradient
  const bytes = (to - from) << 2
  for (let at: u32 = 0; at < bytes; at += 16) {
    let part = gradient + at
    let g = v128.load(part)
    for (let chunk: u32 = 1; chunk < parts; chunk++) {
      part += chunkBytes
      g = f32x4.add(g, v128.load(part))
    }
    v128.store(into + at, g)
  }
  return into
}

/** The gradient of [from, to) with the penalties' share. */
export function penalised(u: Update, from: u32, to: u32, gradient: usize, into: usize): usize {
  if (u.l1 == 0 && u.l2 == 0) return gradient
  const weights = u.weights + (from << 2)
  const l1 = f32x4.splat(u.l1)
  const l2 = f32x4.splat(u.l2)
  const zero = f32x4.splat(0)
  const bytes = (to - from) << 2
  for (let at: u32 = 0; at < bytes; at += 16) {
    const w = v128.load(weights + at)
    const g = multiplyAdd(l2, w, v128.load(gradient + at))
    const positive = v128.and(l1, f32x4.gt(w, zero))
    const negative = v128.and(l1, f32x4.lt(w, zero))
    v128.store(into + at, f32x4.add(g, f32x4.sub(positive, negative)))
  }
  return into
}

/** `length` numbers of the gradient, scaled by the norm's limit and cut at the value's. A NaN stays one. */
export function clipped(u: Update, length: u32, gradient: usize, into: usize): usize {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  if (h.clipScale == 1 && h.clipValue == Infinity) return gradient
  const scale = f32x4.splat(h.clipScale)
  const most = f32x4.splat(h.clipValue)
  const least = f32x4.splat(-h.clipValue)
  for (let at: u32 = 0; at < length << 2; at += 16) {
    const g = f32x4.mul(v128.load(gradient + at), scale)
    v128.store(into + at, f32x4.pmin(f32x4.pmax(g, least), most))
  }
  return into
}
