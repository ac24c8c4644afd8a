import { Layer } from './layer'
import { padded, storePart } from './vector'

/**
 * (examples, pixels, channels) → (examples, channels): the largest value of each channel over the whole picture; one tile
 * is one example. Which pixel won is written down, so
 * that the way back visits the winners alone.
 */
@unmanaged
export class GlobalMaxPool extends Layer {
  pixels: u32
  channels: u32
  /** (examples, channels in whole vectors) 32-bit numbers of pixels */
  winners: usize
}

/** The first of equal values wins. */
export function globalMaxPoolTile(p: GlobalMaxPool, example: u32): void {
  const pixel = p.channels << 2
  const picture = p.input + example * p.pixels * pixel
  const winners = p.winners + example * (padded(p.channels) << 2)
  for (let c: u32 = 0; c < p.channels; c += 4) {
    let best = v128.load(picture + (c << 2))
    let winner = i32x4.splat(0)
    for (let i: u32 = 1; i < p.pixels; i++) {
      const value = v128.load(picture + i * pixel + (c << 2))
      const isLarger = f32x4.gt(value, best)
      best = v128.bitselect(value, best, isLarger)
      winner = v128.bitselect(i32x4.splat(i), winner, isLarger)
    }
    storePart(p.output + example * pixel + (c << 2), best, p.channels - c)
    v128.store(winners + (c << 2), winner)
  }
}

export function globalMaxPoolGradientTile(p: GlobalMaxPool, example: u32): void {
  const pixel = p.channels << 2
  const pictureBytes = p.pixels * pixel
  const winners = p.winners + example * (padded(p.channels) << 2)
  memory.fill(p.inputDelta + example * pictureBytes, 0, pictureBytes)
  for (let c: u32 = 0; c < p.channels; c++) {
    const at = example * pictureBytes + load<u32>(winners + (c << 2)) * pixel + (c << 2)
    const delta = v128.load32_splat(p.outputDelta + example * pixel + (c << 2))
    store<f32>(p.inputDelta + at, f32x4.extract_lane(p.throughBelow(at, delta), 0))
  }
}
