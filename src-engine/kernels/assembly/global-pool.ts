import { isOn, passesOf, throughRest } from './activation'
import { Layer } from './layer'
import { addToTotals, padded, storePart } from './vector'

/** Pixels summed in float32 before they join the float64 total. */
const BLOCK: u32 = 32

/** (examples, pixels, channels) → (examples, channels): the mean of each channel over the whole picture; one tile is one example. */
@unmanaged
export class GlobalPool extends Layer {
  pixels: u32
  channels: u32
  /** (examples, channels in whole vectors) float64 */
  totals: usize
}

export function globalPoolTile(p: GlobalPool, example: u32): void {
  const pixel = p.channels << 2
  const picture = p.input + example * p.pixels * pixel
  const totalBytes = padded(p.channels) << 3
  const totals = p.totals + example * totalBytes
  memory.fill(totals, 0, totalBytes)
  for (let first: u32 = 0; first < p.pixels; first += BLOCK) {
    const last = min(p.pixels, first + BLOCK)
    for (let c: u32 = 0; c < p.channels; c += 4) {
      let sum = f32x4.splat(0)
      for (let i = first; i < last; i++) sum = f32x4.add(sum, v128.load(picture + i * pixel + (c << 2)))
      addToTotals(totals + (c << 3), sum)
    }
  }
  const output = p.output + example * pixel
  for (let c: u32 = 0; c < p.channels; c++)
    store<f32>(output + (c << 2), <f32>(load<f64>(totals + (c << 3)) / <f64>p.pixels))
}

export function globalPoolGradientTile(p: GlobalPool, example: u32): void {
  const pixel = p.channels << 2
  const share = f32x4.splat(<f32>1 / <f32>p.pixels)
  const passes = passesOf(p.belowActivation)
  const picture = example * p.pixels * pixel
  for (let c: u32 = 0; c < p.channels; c += 4) {
    const delta = f32x4.mul(v128.load(p.outputDelta + example * pixel + (c << 2)), share)
    const below = p.below + picture + (c << 2)
    const target = p.inputDelta + picture + (c << 2)
    for (let i: u32 = 0, at: u32 = 0; i < p.pixels; i++, at += pixel) {
      storePart(target + at, v128.and(delta, isOn(v128.load(below + at), passes)), p.channels - c)
    }
  }
  const numbers = p.pixels * p.channels
  throughRest(p.belowActivation, p.belowAlpha, p.below + picture, p.inputDelta + picture, numbers)
}
