import { integerPower } from './math'
import { ceilDivide, storePart } from './vector'

const TILE: u32 = 4096

/** Settings and the step count; the last two are worked out at the beginning of each step. */
@unmanaged
export class Hyperparameters {
  learningRate: f64
  momentum: f64
  beta1: f64
  beta2: f64
  epsilon: f64
  /** Steps done. */
  step: f64
  /** η / (1 − β₁ᵗ) */
  rate: f32
  /** 1 / √(1 − β₂ᵗ) */
  scale: f32
}

/** One trainable tensor. */
@unmanaged
export class Update {
  weights: usize
  length: u32
  /** First of the parts that `WeightGradient` left, `chunkBytes` apart. */
  gradient: usize
  chunkBytes: u32
  examplesPerChunk: u32
  /** 2λ for kernels, because C = C₀ + λ Σ w²; 0 for biases. */
  decay: f32
  /** Momentum's velocity or Adam's first moment. */
  first: usize
  second: usize
  hyperparameters: usize
}

export function beginStep(h: Hyperparameters): void {
  h.step += 1
  const step = <u64>h.step
  h.rate = <f32>(h.learningRate / (1 - integerPower(h.beta1, step)))
  h.scale = <f32>(1 / Math.sqrt(1 - integerPower(h.beta2, step)))
}

export function updateTiles(u: Update): u32 {
  return ceilDivide(u.length, TILE)
}

/** w ← w − η·g */
export function sgdTile(u: Update, tile: u32, count: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(h.rate)
  const end = min(u.length, (tile + 1) * TILE)
  for (let i = tile * TILE; i < end; i += 4) {
    const at = i << 2
    const w = v128.load(u.weights + at)
    storePart(u.weights + at, f32x4.sub(w, f32x4.mul(rate, gradient(u, at, w, count))), end - i)
  }
}

/** v ← µ·v − η·g, w ← w + v */
export function momentumTile(u: Update, tile: u32, count: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(h.rate)
  const momentum = f32x4.splat(<f32>h.momentum)
  const end = min(u.length, (tile + 1) * TILE)
  for (let i = tile * TILE; i < end; i += 4) {
    const at = i << 2
    const w = v128.load(u.weights + at)
    const v = f32x4.sub(f32x4.mul(momentum, v128.load(u.first + at)), f32x4.mul(rate, gradient(u, at, w, count)))
    storePart(u.first + at, v, end - i)
    storePart(u.weights + at, f32x4.add(w, v), end - i)
  }
}

/** m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε) */
export function adamTile(u: Update, tile: u32, count: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(h.rate)
  const scale = f32x4.splat(h.scale)
  const epsilon = f32x4.splat(<f32>h.epsilon)
  const beta1 = f32x4.splat(<f32>h.beta1)
  const beta2 = f32x4.splat(<f32>h.beta2)
  const rest1 = f32x4.splat(<f32>(1 - h.beta1))
  const rest2 = f32x4.splat(<f32>(1 - h.beta2))
  const end = min(u.length, (tile + 1) * TILE)
  for (let i = tile * TILE; i < end; i += 4) {
    const at = i << 2
    const w = v128.load(u.weights + at)
    const g = gradient(u, at, w, count)
    const m = f32x4.add(f32x4.mul(beta1, v128.load(u.first + at)), f32x4.mul(rest1, g))
    const v = f32x4.add(f32x4.mul(beta2, v128.load(u.second + at)), f32x4.mul(rest2, f32x4.mul(g, g)))
    const step = f32x4.div(f32x4.mul(rate, m), f32x4.add(f32x4.mul(f32x4.sqrt(v), scale), epsilon))
    storePart(u.first + at, m, end - i)
    storePart(u.second + at, v, end - i)
    storePart(u.weights + at, f32x4.sub(w, step), end - i)
  }
}

/** The parts that this batch filled, added in order, and the regulariser's share. */
function gradient(u: Update, at: u32, w: v128, count: u32): v128 {
  let part = u.gradient + at
  let g = v128.load(part)
  for (let chunk = u.examplesPerChunk; chunk < count; chunk += u.examplesPerChunk) {
    part += u.chunkBytes
    g = f32x4.add(g, v128.load(part))
  }
  return f32x4.add(g, f32x4.mul(f32x4.splat(u.decay), w))
}
