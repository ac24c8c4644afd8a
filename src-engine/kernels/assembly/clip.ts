import { UPDATE_TILE } from './layout'
import { Hyperparameters } from './optimizer'
import { endOf, Update } from './update'

/** The sums of squares of all tensors' tiles, one after the other. */
@unmanaged
export class Clip {
  squares: usize
  tiles: u32
  hyperparameters: usize
}

/** Σ g² of one tile in float64. */
export function gradientSquaresTile(u: Update, tile: u32, count: u32): void {
  const end = endOf(u, tile)
  let sum: f64 = 0
  for (let i = tile * UPDATE_TILE; i < end; i += 4) {
    const g = u.wholeGradient(i << 2, v128.load(u.weights + (i << 2)), count)
    sum += square(f32x4.extract_lane(g, 0))
    if (end - i > 1) sum += square(f32x4.extract_lane(g, 1))
    if (end - i > 2) sum += square(f32x4.extract_lane(g, 2))
    if (end - i > 3) sum += square(f32x4.extract_lane(g, 3))
  }
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
