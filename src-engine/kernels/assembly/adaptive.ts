import { Hyperparameters } from './optimizer'
import { decayOf, Update } from './update'
import { multiplyAdd, storePart } from './vector'

// Optimisers that divide by the recent size of the gradient; formulas and sources in `reference/optimizers/`. Each moves the
// weights [from, to).

/** G ← G + g², w ← w − η·g / (√(G + ε) or √G + ε) */
export function adagrad(u: Update, from: u32, to: u32, gradient: usize): void {
  scaled(u, from, to, gradient, 1, 1)
}

/** E[g²] ← ρ·E[g²] + (1 − ρ)·g², then as Adagrad. */
export function rmsprop(u: Update, from: u32, to: u32, gradient: usize): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  scaled(u, from, to, gradient, <f32>h.beta2, <f32>(1 - h.beta2))
}

function scaled(u: Update, from: u32, to: u32, gradient: usize, kept: f32, added: f32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const decay = decayOf(u)
  const rate = f32x4.splat(h.rate)
  const old = f32x4.splat(kept)
  const share = f32x4.splat(added)
  const inside = f32x4.splat(h.inside)
  const outside = f32x4.splat(h.outside)
  let weight = u.weights + (from << 2)
  let first = u.first + (from << 2)
  for (let left = to - from; <i32>left > 0; left -= 4) {
    const w = v128.load(weight)
    const g = v128.load(gradient)
    const mean = multiplyAdd(old, v128.load(first), f32x4.mul(share, f32x4.mul(g, g)))
    const root = f32x4.add(f32x4.sqrt(f32x4.add(mean, inside)), outside)
    storePart(first, mean, left)
    storePart(weight, f32x4.sub(multiplyAdd(decay, w, w), f32x4.div(f32x4.mul(rate, g), root)), left)
    weight += 16
    first += 16
    gradient += 16
  }
}

/** Δ = √(E[Δ²] + ε) / √(E[g²] + ε) · g, w ← w − η·Δ, both means with ρ. */
export function adadelta(u: Update, from: u32, to: u32, gradient: usize): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const decay = decayOf(u)
  const rate = f32x4.splat(h.rate)
  const rho = f32x4.splat(<f32>h.beta2)
  const rest = f32x4.splat(<f32>(1 - h.beta2))
  const epsilon = f32x4.splat(h.inside)
  let weight = u.weights + (from << 2)
  let first = u.first + (from << 2)
  let second = u.second + (from << 2)
  for (let left = to - from; <i32>left > 0; left -= 4) {
    const w = v128.load(weight)
    const g = v128.load(gradient)
    const squares = multiplyAdd(rho, v128.load(first), f32x4.mul(rest, f32x4.mul(g, g)))
    const moves = v128.load(second)
    const ratio = f32x4.div(f32x4.sqrt(f32x4.add(moves, epsilon)), f32x4.sqrt(f32x4.add(squares, epsilon)))
    const delta = f32x4.mul(ratio, g)
    storePart(first, squares, left)
    storePart(second, multiplyAdd(rho, moves, f32x4.mul(rest, f32x4.mul(delta, delta))), left)
    storePart(weight, f32x4.sub(multiplyAdd(decay, w, w), f32x4.mul(rate, delta)), left)
    weight += 16
    first += 16
    second += 16
    gradient += 16
  }
}
