import { activateRest, isOn, leastOf, passesOf, throughActivation } from './activation'
import { RELU } from './layout'
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
  const from = tile * TILE
  const length = min(TILE, count * e.size - from)
  const least = leastOf(e.activation)
  const source = e.source + (from << 2)
  const addend = e.addend + (from << 2)
  const target = e.target + (from << 2)
  const isSum = e.addend != 0
  for (let i: u32 = 0; i < length; i += 4) {
    const at = i << 2
    const z = isSum ? f32x4.add(v128.load(source + at), v128.load(addend + at)) : v128.load(source + at)
    storePart(target + at, f32x4.pmax(z, least), length - i)
  }
  activateRest(e.activation, e.alpha, target, length)
}

/** target ← source · f′ + addend, f being the activation of what lies below */
export function activationGradientTile(e: Elementwise, tile: u32, count: u32): void {
  const from = tile * TILE
  const length = min(TILE, count * e.size - from)
  const source = e.source + (from << 2)
  const addend = e.addend + (from << 2)
  const below = e.below + (from << 2)
  const target = e.target + (from << 2)
  const isSum = e.addend != 0
  if (e.belowActivation > <u32>RELU) return curvedGradient(e, source, addend, below, target, length)
  const passes = passesOf(e.belowActivation)
  for (let i: u32 = 0; i < length; i += 4) {
    const at = i << 2
    const delta = v128.and(v128.load(source + at), isOn(v128.load(below + at), passes))
    storePart(target + at, isSum ? f32x4.add(delta, v128.load(addend + at)) : delta, length - i)
  }
}

/** The same through an activation that is neither linear nor relu. */
function curvedGradient(e: Elementwise, source: usize, addend: usize, below: usize, target: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 4) {
    const at = i << 2
    const delta = throughActivation(e.belowActivation, e.belowAlpha, v128.load(below + at), v128.load(source + at))
    storePart(target + at, e.addend ? f32x4.add(delta, v128.load(addend + at)) : delta, length - i)
  }
}
