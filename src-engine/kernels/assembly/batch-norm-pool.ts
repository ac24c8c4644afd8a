import { isOn, leastOf, passesOf, throughRest } from './activation'
import { BatchNorm, BLOCK, factorOf, MEAN, MEAN_DELTA, parameter, SLOPE, statistic, totalsOf } from './batch-statistics'
import { gradientOf, normalised } from './batch-norm'
import { addToTotals, multiplyAdd, padded } from './vector'

// batchNorm with linear or relu and max pooling by pairs behind it, in one pass each way: y = f(max z) over windows of 2×2 side
// by side, with even sides and whole vectors of channels. z is not kept: made again on the way back by the same operations it has
// the same bits, which tell the tap that won. Where relu is off nothing comes back, and it does not matter who won.
// Line `n` of all outputs, example after example, is made of lines 2n and 2n + 1 of all inputs.

/** Windows of a line whose gradient is written at a time, so that whole cache lines of few pages leave for the memory. */
const WINDOWS: u32 = 4

/** Lines of output that an example has. */
function linesOf(b: BatchNorm): u32 {
  return b.pixels / (2 * b.width)
}

export function batchNormPoolTiles(b: BatchNorm, count: u32): u32 {
  return count * linesOf(b)
}

/** One line of output. */
export function batchNormPoolTile(b: BatchNorm, line: u32): void {
  const pixel = b.channels << 2
  const down = b.width * pixel
  const least = leastOf(b.activation)
  for (let c: u32 = 0; c < b.channels; c += 4) {
    const mean = v128.load(statistic(b, MEAN, c))
    const factor = factorOf(b, c)
    const beta = v128.load(parameter(b, 1, c))
    let from = b.input + line * 2 * down + (c << 2)
    let to = b.output + ((line * down) >> 1) + (c << 2)
    for (const end = from + down; from < end; from += 2 * pixel, to += pixel) {
      const z0 = normalised(f32x4.sub(v128.load(from), mean), factor, beta)
      const z1 = normalised(f32x4.sub(v128.load(from + pixel), mean), factor, beta)
      const z2 = normalised(f32x4.sub(v128.load(from + down), mean), factor, beta)
      const z3 = normalised(f32x4.sub(v128.load(from + down + pixel), mean), factor, beta)
      v128.store(to, f32x4.pmax(f32x4.pmax(f32x4.pmax(f32x4.pmax(z0, z1), z2), z3), least))
    }
  }
}

/** Σ δ and Σ δ(x − mean) of one chunk. */
export function batchPoolDeltaSumsTile(b: BatchNorm, chunk: u32, count: u32): void {
  const channels = b.channels
  const deltas = totalsOf(b, chunk, 0)
  memory.fill(deltas, 0, padded(channels) << 4)
  const width = b.width >> 1
  const end = min(count, (chunk + 1) * b.examplesPerChunk) * linesOf(b)
  for (let line = chunk * b.examplesPerChunk * linesOf(b); line < end; line++) {
    for (let first: u32 = 0; first < width; first += BLOCK) {
      const windows = min(BLOCK, width - first)
      for (let c: u32 = 0; c < channels; c += 4) sumWindows(b, line, first, windows, c, deltas + (c << 3))
    }
  }
}

/** Of some windows of a line, four channels. @param deltas totals; those of the products stand behind all channels' */
function sumWindows(b: BatchNorm, line: u32, first: u32, windows: u32, c: u32, deltas: usize): void {
  const pixel = b.channels << 2
  const down = b.width * pixel
  const mean = v128.load(statistic(b, MEAN, c))
  const factor = factorOf(b, c)
  const beta = v128.load(parameter(b, 1, c))
  let sum = f32x4.splat(0)
  let product = f32x4.splat(0)
  let from = b.input + line * 2 * down + 2 * first * pixel + (c << 2)
  let best = b.output + ((line * down) >> 1) + first * pixel + (c << 2)
  const delta = b.outputDelta - b.output
  for (const end = best + windows * pixel; best < end; best += pixel, from += 2 * pixel) {
    const most = v128.load(best)
    const x0 = f32x4.sub(v128.load(from), mean)
    const x1 = f32x4.sub(v128.load(from + pixel), mean)
    const x2 = f32x4.sub(v128.load(from + down), mean)
    const x3 = f32x4.sub(v128.load(from + down + pixel), mean)
    let winner = v128.bitselect(x2, x3, i32x4.eq(normalised(x2, factor, beta), most))
    winner = v128.bitselect(x1, winner, i32x4.eq(normalised(x1, factor, beta), most))
    winner = v128.bitselect(x0, winner, i32x4.eq(normalised(x0, factor, beta), most))
    const d = v128.load(best + delta)
    sum = f32x4.add(sum, d)
    product = multiplyAdd(d, winner, product)
  }
  addToTotals(deltas, sum)
  addToTotals(deltas + (padded(b.channels) << 3), product)
}

/** Two lines of dx, as `batchNormGradientTile` has it; what the first three taps of a window have not won is the last one's. */
export function batchNormPoolGradientTile(b: BatchNorm, line: u32): void {
  const pixel = b.channels << 2
  const down = b.width * pixel
  const passes = passesOf(b.belowActivation)
  const start = line * 2 * down
  const run = 2 * pixel * WINDOWS
  for (let offset: u32 = 0; offset < down; offset += run) {
    const bytes = min(run, down - offset)
    for (let c: u32 = 0; c < b.channels; c += 4) {
      const mean = v128.load(statistic(b, MEAN, c))
      const factor = factorOf(b, c)
      const beta = v128.load(parameter(b, 1, c))
      const slope = v128.load(statistic(b, SLOPE, c))
      const meanDelta = v128.load(statistic(b, MEAN_DELTA, c))
      let best = b.output + ((line * down + offset) >> 1) + (c << 2)
      const delta = b.outputDelta - b.output
      const below = b.below - b.input
      const to = b.inputDelta - b.input
      let from = b.input + start + offset + (c << 2)
      for (const end = from + bytes; from < end; from += 2 * pixel, best += pixel) {
        const most = v128.load(best)
        let left = v128.load(best + delta)
        const x0 = f32x4.sub(v128.load(from), mean)
        const x1 = f32x4.sub(v128.load(from + pixel), mean)
        const x2 = f32x4.sub(v128.load(from + down), mean)
        const x3 = f32x4.sub(v128.load(from + down + pixel), mean)

        const wins0 = i32x4.eq(normalised(x0, factor, beta), most)
        const dx0 = gradientOf(v128.and(left, wins0), x0, factor, slope, meanDelta)
        v128.store(from + to, v128.and(dx0, isOn(v128.load(from + below), passes)))
        left = v128.andnot(left, wins0)

        const wins1 = i32x4.eq(normalised(x1, factor, beta), most)
        const dx1 = gradientOf(v128.and(left, wins1), x1, factor, slope, meanDelta)
        v128.store(from + pixel + to, v128.and(dx1, isOn(v128.load(from + pixel + below), passes)))
        left = v128.andnot(left, wins1)

        const wins2 = i32x4.eq(normalised(x2, factor, beta), most)
        const dx2 = gradientOf(v128.and(left, wins2), x2, factor, slope, meanDelta)
        v128.store(from + down + to, v128.and(dx2, isOn(v128.load(from + down + below), passes)))
        left = v128.andnot(left, wins2)

        const dx3 = gradientOf(left, x3, factor, slope, meanDelta)
        v128.store(from + down + pixel + to, v128.and(dx3, isOn(v128.load(from + down + pixel + below), passes)))
      }
    }
  }
  throughRest(b.belowActivation, b.belowAlpha, b.below + start, b.inputDelta + start, 2 * b.width * b.channels)
}
