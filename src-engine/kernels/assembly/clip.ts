import { UPDATE_TILE } from './layout'
import { Hyperparameters } from './optimizer'
import { addedParts, endOf, penalised, Update } from './update'

/** The sums of squares of all tensors' tiles, one after the other. */
@unmanaged
export class Clip {
  squares: usize
  tiles: u32
  hyperparameters: usize
}

/** Σ g² of one tile in float64. @param scratch room for `UPDATE_TILE` numbers */
export function gradientSquaresTile(u: Update, tile: u32, count: u32, scratch: usize): void {
  const from = tile * UPDATE_TILE
  const to = endOf(u, tile)
  const gradient = penalised(u, from, to, addedParts(u, from, to, count, scratch), scratch)
  let sum: f64 = 0
  for (let at: u32 = 0; at < (to - from) << 2; at += 4) sum += square(load<f32>(gradient + at))
  store<f64>(u.squares + (tile << 3), sum)
}

function square(x: f32): f64 {
  return <f64>x * <f64>x
}

/** limit / ‖g‖ where the gradient of all tensors together is longer than the limit (Pascanu et al. 2013), else 1. */
export function clip(c: Clip): void {
  const h = changetype<Hyperparameters>(c.hyperparameters)
  let sum: f64 = 0
  for (let tile: u32 = 0; tile < c.tiles; tile++) sum += load<f64>(c.squares + (tile << 3))
  const norm = Math.sqrt(sum)
  h.clipScale = norm > h.normLimit ? <f32>(h.normLimit / norm) : 1
}
