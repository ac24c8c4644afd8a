import { Hyperparameters } from './optimizer'
import { decayOf, Update } from './update'
import { multiplyAdd, storePart } from './vector'

// Adam and its kin; formulas, variants and sources in `reference/optimizers/`. Each moves the weights [from, to).

/** m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε) */
export function adam(u: Update, from: u32, to: u32, gradient: usize): void {
  moments(u, from, to, gradient, false)
}

/** The same with m̄ = ofMean·m + ofGradient·g instead of m / (1 − β₁ᵗ). */
export function nadam(u: Update, from: u32, to: u32, gradient: usize): void {
  moments(u, from, to, gradient, true)
}

function moments(u: Update, from: u32, to: u32, gradient: usize, isAhead: bool): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const decay = decayOf(u)
  const rate = f32x4.splat(isAhead ? <f32>h.learningRate : h.rate)
  const scale = f32x4.splat(h.scale)
  const epsilon = f32x4.splat(h.outside)
  const beta1 = f32x4.splat(<f32>h.beta1)
  const beta2 = f32x4.splat(<f32>h.beta2)
  const rest1 = f32x4.splat(<f32>(1 - h.beta1))
  const rest2 = f32x4.splat(<f32>(1 - h.beta2))
  const ofMean = f32x4.splat(h.ofMean)
  const ofGradient = f32x4.splat(h.ofGradient)
  let weight = u.weights + (from << 2)
  let first = u.first + (from << 2)
  let second = u.second + (from << 2)
  for (let left = to - from; <i32>left > 0; left -= 4) {
    const w = v128.load(weight)
    const g = v128.load(gradient)
    const m = multiplyAdd(beta1, v128.load(first), f32x4.mul(rest1, g))
    const v = multiplyAdd(beta2, v128.load(second), f32x4.mul(rest2, f32x4.mul(g, g)))
    const mean = isAhead ? multiplyAdd(ofMean, m, f32x4.mul(ofGradient, g)) : m
    const step = f32x4.div(f32x4.mul(rate, mean), multiplyAdd(f32x4.sqrt(v), scale, epsilon))
    storePart(first, m, left)
    storePart(second, v, left)
    storePart(weight, f32x4.sub(multiplyAdd(decay, w, w), step), left)
    weight += 16
    first += 16
    second += 16
    gradient += 16
  }
}

/** m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g|), w ← w − η/(1 − β₁ᵗ) · m / u; where u is 0 the weight stays. */
export function adamax(u: Update, from: u32, to: u32, gradient: usize): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const decay = decayOf(u)
  const rate = f32x4.splat(h.rate)
  const beta1 = f32x4.splat(<f32>h.beta1)
  const beta2 = f32x4.splat(<f32>h.beta2)
  const rest1 = f32x4.splat(<f32>(1 - h.beta1))
  const zero = f32x4.splat(0)
  let weight = u.weights + (from << 2)
  let first = u.first + (from << 2)
  let second = u.second + (from << 2)
  for (let left = to - from; <i32>left > 0; left -= 4) {
    const w = v128.load(weight)
    const g = v128.load(gradient)
    const m = multiplyAdd(beta1, v128.load(first), f32x4.mul(rest1, g))
    const old = f32x4.mul(beta2, v128.load(second))
    const size = f32x4.abs(g)
    // `pmax` keeps a NaN of its first argument only.
    const largest = v128.bitselect(f32x4.pmax(old, size), size, f32x4.eq(size, size))
    const step = f32x4.div(f32x4.mul(rate, m), largest)
    const moved = v128.andnot(step, f32x4.eq(largest, zero))
    storePart(first, m, left)
    storePart(second, largest, left)
    storePart(weight, f32x4.sub(multiplyAdd(decay, w, w), moved), left)
    weight += 16
    first += 16
    second += 16
    gradient += 16
  }
}
