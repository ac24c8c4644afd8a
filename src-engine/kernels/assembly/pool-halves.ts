import { isOn, passesOf } from './activation'
import { Pool } from './windows'

// Pooling where `halves`: four inputs to an output, all inside, so that nothing is asked about any of them. Line `n` of all
// outputs, example after example, is made of lines 2n and 2n + 1 of all inputs.

/** One line of output; the first of equal values wins. */
export function maxOfPairs(p: Pool, line: u32): void {
  const pixel = p.channels << 2
  const down = p.width * pixel
  let from = p.input + line * 2 * down
  let to = p.output + line * p.outWidth * pixel
  for (const end = from + down; from < end; from += pixel) {
    for (const next = from + pixel; from < next; from += 16, to += 16) {
      const upper = f32x4.pmax(v128.load(from), v128.load(from + pixel))
      v128.store(to, f32x4.pmax(f32x4.pmax(upper, v128.load(from + down)), v128.load(from + down + pixel)))
    }
  }
}

export function meanOfPairs(p: Pool, line: u32): void {
  const pixel = p.channels << 2
  const down = p.width * pixel
  const quarter = f32x4.splat(0.25)
  let from = p.input + line * 2 * down
  let to = p.output + line * p.outWidth * pixel
  for (const end = from + down; from < end; from += pixel) {
    for (const next = from + pixel; from < next; from += 16, to += 16) {
      const upper = f32x4.add(v128.load(from), v128.load(from + pixel))
      const sum = f32x4.add(f32x4.add(upper, v128.load(from + down)), v128.load(from + down + pixel))
      v128.store(to, f32x4.mul(sum, quarter))
    }
  }
}

/** Of one example: each output's delta goes to the first input whose bits are the maximum's, where relu is on. */
export function giveToWinnersOfPairs(p: Pool, example: u32): void {
  const pixel = p.channels << 2
  const down = p.width * pixel
  const passes = passesOf(p.belowActivation)
  const size = p.outHeight * p.outWidth * pixel
  let from = p.input + example * 4 * size
  let to = p.inputDelta + example * 4 * size
  let best = p.output + example * size
  let delta = p.outputDelta + example * size
  for (let y: u32 = 0; y < p.outHeight; y++, from += down, to += down) {
    for (const end = from + down; from < end; from += pixel, to += pixel) {
      for (const next = from + pixel; from < next; from += 16, to += 16, best += 16, delta += 16) {
        const most = v128.load(best)
        // What reaches the winner reaches it through its own slope, and its value is the maximum.
        let left = v128.and(v128.load(delta), isOn(most, passes))
        left = giveWhere(to, i32x4.eq(v128.load(from), most), left)
        left = giveWhere(to + pixel, i32x4.eq(v128.load(from + pixel), most), left)
        left = giveWhere(to + down, i32x4.eq(v128.load(from + down), most), left)
        giveWhere(to + down + pixel, i32x4.eq(v128.load(from + down + pixel), most), left)
      }
    }
  }
}

/** Stores what is left of a delta in the lanes that win it, and returns the rest. */
function giveWhere(to: usize, wins: v128, left: v128): v128 {
  v128.store(to, v128.and(left, wins))
  return v128.andnot(left, wins)
}

/** Of one example: each input gets a quarter, where relu is on. */
export function giveToPairs(p: Pool, example: u32): void {
  const pixel = p.channels << 2
  const down = p.width * pixel
  const passes = passesOf(p.belowActivation)
  const quarter = f32x4.splat(0.25)
  const size = p.outHeight * p.outWidth * pixel
  let from = p.below + example * 4 * size
  let to = p.inputDelta + example * 4 * size
  let delta = p.outputDelta + example * size
  for (let y: u32 = 0; y < p.outHeight; y++, from += down, to += down) {
    for (const end = from + down; from < end; from += pixel, to += pixel) {
      for (const next = from + pixel; from < next; from += 16, to += 16, delta += 16) {
        const share = f32x4.mul(v128.load(delta), quarter)
        v128.store(to, v128.and(share, isOn(v128.load(from), passes)))
        v128.store(to + pixel, v128.and(share, isOn(v128.load(from + pixel), passes)))
        v128.store(to + down, v128.and(share, isOn(v128.load(from + down), passes)))
        v128.store(to + down + pixel, v128.and(share, isOn(v128.load(from + down + pixel), passes)))
      }
    }
  }
}
