import { UPDATE_TILE } from './layout'
import { Hyperparameters } from './optimizer'
import { endOf, Update } from './update'
import { storePart } from './vector'

// Gradient descent with and without momentum; formulas and sources in `reference/optimizers/sgd.ts`.

/** w ← w − η·g */
export function sgdTile(u: Update, tile: u32, count: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(h.rate)
  const end = endOf(u, tile)
  for (let i = tile * UPDATE_TILE; i < end; i += 4) {
    const at = i << 2
    const w = v128.load(u.weights + at)
    const step = f32x4.mul(rate, u.clippedGradient(h, at, w, count))
    storePart(u.weights + at, f32x4.sub(u.decayed(h, w), step), end - i)
  }
}

/** v ← µ·v − η·g, w ← w + v */
export function momentumTile(u: Update, tile: u32, count: u32): void {
  velocityTile(u, tile, count, false)
}

/** v ← µ·v − η·g, w ← w + µ·v − η·g: the weights are the point looked ahead to (Keras). */
export function nesterovTile(u: Update, tile: u32, count: u32): void {
  velocityTile(u, tile, count, true)
}

function velocityTile(u: Update, tile: u32, count: u32, isAhead: bool): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(h.rate)
  const momentum = f32x4.splat(<f32>h.momentum)
  const end = endOf(u, tile)
  for (let i = tile * UPDATE_TILE; i < end; i += 4) {
    const at = i << 2
    const w = v128.load(u.weights + at)
    const step = f32x4.mul(rate, u.clippedGradient(h, at, w, count))
    const v = f32x4.sub(f32x4.mul(momentum, v128.load(u.first + at)), step)
    const move = isAhead ? f32x4.sub(f32x4.mul(momentum, v), step) : v
    storePart(u.first + at, v, end - i)
    storePart(u.weights + at, f32x4.add(u.decayed(h, w), move), end - i)
  }
}

/** Nesterov as published, before the gradient is taken: w ← w + µ·v. */
export function lookAheadTile(u: Update, tile: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const momentum = f32x4.splat(<f32>h.momentum)
  const end = endOf(u, tile)
  for (let i = tile * UPDATE_TILE; i < end; i += 4) {
    const at = i << 2
    const ahead = f32x4.mul(momentum, v128.load(u.first + at))
    storePart(u.weights + at, f32x4.add(v128.load(u.weights + at), ahead), end - i)
  }
}

/** From the point looked ahead to: v ← µ·v − η·g, w ← (w − µ·v_old) + v. */
export function aheadMomentumTile(u: Update, tile: u32, count: u32): void {
  const h = changetype<Hyperparameters>(u.hyperparameters)
  const rate = f32x4.splat(h.rate)
  const momentum = f32x4.splat(<f32>h.momentum)
  const end = endOf(u, tile)
  for (let i = tile * UPDATE_TILE; i < end; i += 4) {
    const at = i << 2
    const ahead = v128.load(u.weights + at)
    const old = f32x4.mul(momentum, v128.load(u.first + at))
    const v = f32x4.sub(old, f32x4.mul(rate, u.clippedGradient(h, at, ahead, count)))
    storePart(u.first + at, v, end - i)
    storePart(u.weights + at, f32x4.add(u.decayed(h, f32x4.sub(ahead, old)), v), end - i)
  }
}
