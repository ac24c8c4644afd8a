import { Hyperparameters } from './optimizer'
import { decayOf, Update } from './update'
import { multiplyAdd, storePart } from './vector'

// Gradient descent with and without momentum; formulas and sources in `reference/optimizers/sgd.ts`. Each moves the weights
// [from, to).

/** w ← w − η·g */
export function sgd(u: Update, from: u32, to: u32, gradient: usize): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const decay = decayOf(u)
  const back = f32x4.splat(-h.rate)
  let weight = u.weights + (from << 2)
  for (let left = to - from; <i32>left > 0; left -= 4) {
    const w = v128.load(weight)
    storePart(weight, multiplyAdd(back, v128.load(gradient), multiplyAdd(decay, w, w)), left)
    weight += 16
    gradient += 16
  }
}

/** v ← µ·v − η·g, w ← w + v */
export function momentum(u: Update, from: u32, to: u32, gradient: usize): void {
  velocity(u, from, to, gradient, false)
}

/** v ← µ·v − η·g, w ← w + µ·v − η·g: the weights are the point looked ahead to (Keras). */
export function nesterov(u: Update, from: u32, to: u32, gradient: usize): void {
  velocity(u, from, to, gradient, true)
}

function velocity(u: Update, from: u32, to: u32, gradient: usize, isAhead: bool): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const decay = decayOf(u)
  const rate = f32x4.splat(h.rate)
  const kept = f32x4.splat(<f32>h.momentum)
  let weight = u.weights + (from << 2)
  let first = u.first + (from << 2)
  for (let left = to - from; <i32>left > 0; left -= 4) {
    const w = v128.load(weight)
    const step = f32x4.mul(rate, v128.load(gradient))
    const v = f32x4.sub(f32x4.mul(kept, v128.load(first)), step)
    const move = isAhead ? f32x4.sub(f32x4.mul(kept, v), step) : v
    storePart(first, v, left)
    storePart(weight, f32x4.add(multiplyAdd(decay, w, w), move), left)
    weight += 16
    first += 16
    gradient += 16
  }
}

/** Nesterov as published, before the gradient is taken: w ← w + µ·v. */
export function lookAhead(u: Update, from: u32, to: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const kept = f32x4.splat(<f32>h.momentum)
  let weight = u.weights + (from << 2)
  let first = u.first + (from << 2)
  for (let left = to - from; <i32>left > 0; left -= 4) {
    storePart(weight, f32x4.add(v128.load(weight), f32x4.mul(kept, v128.load(first))), left)
    weight += 16
    first += 16
  }
}

/** From the point looked ahead to: v ← µ·v − η·g, w ← (w − µ·v_old) + v. */
export function aheadMomentum(u: Update, from: u32, to: u32, gradient: usize): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const decay = decayOf(u)
  const rate = f32x4.splat(h.rate)
  const kept = f32x4.splat(<f32>h.momentum)
  let weight = u.weights + (from << 2)
  let first = u.first + (from << 2)
  for (let left = to - from; <i32>left > 0; left -= 4) {
    const old = f32x4.mul(kept, v128.load(first))
    const v = f32x4.sub(old, f32x4.mul(rate, v128.load(gradient)))
    const w = f32x4.sub(v128.load(weight), old)
    storePart(first, v, left)
    storePart(weight, f32x4.add(multiplyAdd(decay, w, w), v), left)
    weight += 16
    first += 16
    gradient += 16
  }
}
