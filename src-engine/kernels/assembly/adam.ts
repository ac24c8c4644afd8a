import { UPDATE_TILE } from './layout'
import { Hyperparameters } from './optimizer'
import { endOf, Update } from './update'
import { storePart } from './vector'

// Adam and its kin; formulas, variants and sources in `reference/optimizers/`.

/** m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε) */
export function adamTile(u: Update, tile: u32, count: u32): void {
  momentsTile(u, tile, count, false)
}

/** The same with m̄ = ofMean·m + ofGradient·g instead of m / (1 − β₁ᵗ). */
export function nadamTile(u: Update, tile: u32, count: u32): void {
  momentsTile(u, tile, count, true)
}

function momentsTile(u: Update, tile: u32, count: u32, isAhead: bool): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(isAhead ? <f32>h.learningRate : h.rate)
  const scale = f32x4.splat(h.scale)
  const epsilon = f32x4.splat(h.outside)
  const beta1 = f32x4.splat(<f32>h.beta1)
  const beta2 = f32x4.splat(<f32>h.beta2)
  const rest1 = f32x4.splat(<f32>(1 - h.beta1))
  const rest2 = f32x4.splat(<f32>(1 - h.beta2))
  const end = endOf(u, tile)
  for (let i = tile * UPDATE_TILE; i < end; i += 4) {
    const at = i << 2
    const w = v128.load(u.weights + at)
    const g = u.clippedGradient(h, at, w, count)
    const m = f32x4.add(f32x4.mul(beta1, v128.load(u.first + at)), f32x4.mul(rest1, g))
    const v = f32x4.add(f32x4.mul(beta2, v128.load(u.second + at)), f32x4.mul(rest2, f32x4.mul(g, g)))
    const mean = isAhead ? f32x4.add(f32x4.mul(f32x4.splat(h.ofMean), m), f32x4.mul(f32x4.splat(h.ofGradient), g)) : m
    const step = f32x4.div(f32x4.mul(rate, mean), f32x4.add(f32x4.mul(f32x4.sqrt(v), scale), epsilon))
    storePart(u.first + at, m, end - i)
    storePart(u.second + at, v, end - i)
    storePart(u.weights + at, f32x4.sub(u.decayed(h, w), step), end - i)
  }
}

/** m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g|), w ← w − η/(1 − β₁ᵗ) · m / u; where u is 0 the weight stays. */
export function adamaxTile(u: Update, tile: u32, count: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(h.rate)
  const beta1 = f32x4.splat(<f32>h.beta1)
  const beta2 = f32x4.splat(<f32>h.beta2)
  const rest1 = f32x4.splat(<f32>(1 - h.beta1))
  const end = endOf(u, tile)
  for (let i = tile * UPDATE_TILE; i < end; i += 4) {
    const at = i << 2
    const w = v128.load(u.weights + at)
    const g = u.clippedGradient(h, at, w, count)
    const m = f32x4.add(f32x4.mul(beta1, v128.load(u.first + at)), f32x4.mul(rest1, g))
    const largest = f32x4.max(f32x4.mul(beta2, v128.load(u.second + at)), f32x4.abs(g))
    const step = f32x4.div(f32x4.mul(rate, m), largest)
    const moved = v128.andnot(step, f32x4.eq(largest, f32x4.splat(0)))
    storePart(u.first + at, m, end - i)
    storePart(u.second + at, largest, end - i)
    storePart(u.weights + at, f32x4.sub(u.decayed(h, w), moved), end - i)
  }
}
