import { activate, throughActivation } from './activation'
import { ceilDivide, storePart } from './vector'

const TILE: u32 = 4096

/** An activation on its own, or the sum that ends a residual block; forward and back. */
@unmanaged
export class Elementwise {
  /** Forward: z, or one addend of it. Back: ∂C/∂z. */
  source: usize
  /** What is added: forward the other addend, back what another way has left in `target`. 0: nothing. */
  addend: usize
  target: usize
  /** Values of one example. */
  size: u32
  activation: u32
  alpha: f32
  below: usize
  belowActivation: u32
  belowAlpha: f32
}

export function elementwiseTiles(e: Elementwise, count: u32): u32 {
  return ceilDivide(count * e.size, TILE)
}

/** target ← f(source + addend) */
export function activateTile(e: Elementwise, tile: u32, count: u32): void {
  const end = min(count * e.size, (tile + 1) * TILE)
  for (let i = tile * TILE; i < end; i += 4) {
    const at = i << 2
    const z = e.addend ? f32x4.add(v128.load(e.source + at), v128.load(e.addend + at)) : v128.load(e.source + at)
    storePart(e.target + at, activate(e.activation, e.alpha, z), end - i)
  }
}

/** target ← source · f′ + addend, f being the activation of what lies below */
export function activationGradientTile(e: Elementwise, tile: u32, count: u32): void {
  const end = min(count * e.size, (tile + 1) * TILE)
  for (let i = tile * TILE; i < end; i += 4) {
    const at = i << 2
    const delta = throughActivation(e.belowActivation, e.belowAlpha, v128.load(e.below + at), v128.load(e.source + at))
    storePart(e.target + at, e.addend ? f32x4.add(delta, v128.load(e.addend + at)) : delta, end - i)
  }
}
