import { UPDATE_TILE } from './layout'
import { Hyperparameters } from './optimizer'
import { endOf, Update } from './update'
import { storePart } from './vector'

// Optimisers that divide by the recent size of the gradient; formulas and sources in `reference/optimizers/`.

/** G ← G + g², w ← w − η·g / (√(G + ε) or √G + ε) */
export function adagradTile(u: Update, tile: u32, count: u32): void {
  scaledTile(u, tile, count, 1, 1)
}

/** E[g²] ← ρ·E[g²] + (1 − ρ)·g², then as Adagrad. */
export function rmspropTile(u: Update, tile: u32, count: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  scaledTile(u, tile, count, <f32>h.beta2, <f32>(1 - h.beta2))
}

function scaledTile(u: Update, tile: u32, count: u32, kept: f32, added: f32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(h.rate)
  const end = endOf(u, tile)
  for (let i = tile * UPDATE_TILE; i < end; i += 4) {
    const at = i << 2
    const w = v128.load(u.weights + at)
    const g = u.clippedGradient(h, at, w, count)
    const old = f32x4.mul(f32x4.splat(kept), v128.load(u.first + at))
    const mean = f32x4.add(old, f32x4.mul(f32x4.splat(added), f32x4.mul(g, g)))
    const root = f32x4.add(f32x4.sqrt(f32x4.add(mean, f32x4.splat(h.inside))), f32x4.splat(h.outside))
    storePart(u.first + at, mean, end - i)
    storePart(u.weights + at, f32x4.sub(u.decayed(h, w), f32x4.div(f32x4.mul(rate, g), root)), end - i)
  }
}

/** Δ = √(E[Δ²] + ε) / √(E[g²] + ε) · g, w ← w − η·Δ, both means with ρ. */
export function adadeltaTile(u: Update, tile: u32, count: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(h.rate)
  const rho = f32x4.splat(<f32>h.beta2)
  const rest = f32x4.splat(<f32>(1 - h.beta2))
  const epsilon = f32x4.splat(h.inside)
  const end = endOf(u, tile)
  for (let i = tile * UPDATE_TILE; i < end; i += 4) {
    const at = i << 2
    const w = v128.load(u.weights + at)
    const g = u.clippedGradient(h, at, w, count)
    const squares = f32x4.add(f32x4.mul(rho, v128.load(u.first + at)), f32x4.mul(rest, f32x4.mul(g, g)))
    const moves = v128.load(u.second + at)
    const ratio = f32x4.div(f32x4.sqrt(f32x4.add(moves, epsilon)), f32x4.sqrt(f32x4.add(squares, epsilon)))
    const delta = f32x4.mul(ratio, g)
    storePart(u.first + at, squares, end - i)
    storePart(u.second + at, f32x4.add(f32x4.mul(rho, moves), f32x4.mul(rest, f32x4.mul(delta, delta))), end - i)
    storePart(u.weights + at, f32x4.sub(u.decayed(h, w), f32x4.mul(rate, delta)), end - i)
  }
}
