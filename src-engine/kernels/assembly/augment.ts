import { wordsAt } from './hash'
import * as layout from './layout'
import { addToTotals, storePart } from './vector'

/**
 * Changes pictures before a training step: an affine map with bilinear interpolation, contrast and brightness, noise and
 * cutout in one pass, four channels of a pixel at a time. What is done to each picture has been drawn before and stands
 * in its record.
 */
@unmanaged
export class Augment {
  /** (examples, height, width, channels) */
  input: usize
  output: usize
  height: u32
  width: u32
  channels: u32
  /** (examples, `AUGMENT_SHIFTS` + channels); see `layout.ts`. */
  records: usize
  /** (examples, 4) float64 */
  totals: usize
}

/** Vectors summed in float32 before they join the float64 totals. */
const BLOCK: u32 = 32

/** One tile is one picture. */
export function augmentTile(a: Augment, example: u32): void {
  const record = a.records + ((example * (layout.AUGMENT_SHIFTS + a.channels)) << 2)
  const mean = meanOf(a, example)
  const top = <u32>number(record, layout.AUGMENT_TOP)
  const bottom = <u32>number(record, layout.AUGMENT_BOTTOM)
  const left = <u32>number(record, layout.AUGMENT_LEFT)
  const right = <u32>number(record, layout.AUGMENT_RIGHT)
  // Into locals: the stores below could change any field for all the compiler knows.
  const width = a.width
  const height = a.height
  const channels = a.channels
  const line = (width * channels) << 2
  const picture = a.input + example * height * line
  const across = <f32>(width - 1)
  const down = <f32>(height - 1)
  const toX = number(record, 0)
  const toY = number(record, 3)
  const gain = f32x4.splat(number(record, layout.AUGMENT_GAIN) - 1)
  const isNoisy = number(record, layout.AUGMENT_NOISE) != 0
  let target = a.output + example * height * line
  for (let y: u32 = 0; y < height; y++) {
    const isCutRow = y >= top && y < bottom
    const atX = number(record, 1) * <f32>y
    const atY = number(record, 4) * <f32>y
    for (let x: u32 = 0; x < width; x++) {
      const sx = toX * <f32>x + atX + number(record, 2)
      const sy = toY * <f32>x + atY + number(record, 5)
      const x0 = floor<f32>(sx)
      const y0 = floor<f32>(sy)
      const upper = picture + inside(y0, down) * line
      const lower = picture + inside(y0 + 1, down) * line
      const before = (inside(x0, across) * channels) << 2
      const behind = (inside(x0 + 1, across) * channels) << 2
      const shareX = f32x4.splat(sx - x0)
      const shareY = f32x4.splat(sy - y0)
      const isCut = isCutRow && x >= left && x < right
      for (let c: u32 = 0; c < channels; c += 4) {
        const at = c << 2
        const above = between(v128.load(upper + before + at), v128.load(upper + behind + at), shareX)
        const below = between(v128.load(lower + before + at), v128.load(lower + behind + at), shareX)
        let value = between(above, below, shareY)
        // gain · (v − mean) + mean; v itself, to the last bit, when the gain is 1.
        value = f32x4.add(value, f32x4.mul(gain, f32x4.sub(value, mean)))
        value = f32x4.add(value, v128.load(record + ((layout.AUGMENT_SHIFTS + c) << 2)))
        if (isNoisy) value = f32x4.add(value, noise(record, (y * width + x) * channels + c))
        storePart(target + at, isCut ? mean : value, channels - c)
      }
      target += channels << 2
    }
  }
}

function number(record: usize, index: u32): f32 {
  return load<f32>(record + (index << 2))
}

function meanOf(a: Augment, example: u32): v128 {
  const size = a.height * a.width * a.channels
  const picture = a.input + ((example * size) << 2)
  const totals = a.totals + (example << 5)
  memory.fill(totals, 0, 32)
  const whole = size & ~3
  for (let first: u32 = 0; first < whole; first += 4 * BLOCK) {
    let sum = f32x4.splat(0)
    for (let i = first; i < min(whole, first + 4 * BLOCK); i += 4) sum = f32x4.add(sum, v128.load(picture + (i << 2)))
    addToTotals(totals, sum)
  }
  let total = load<f64>(totals) + load<f64>(totals, 8) + load<f64>(totals, 16) + load<f64>(totals, 24)
  for (let i = whole; i < size; i++) total += <f64>load<f32>(picture + (i << 2))
  return f32x4.splat(<f32>(total / <f64>size))
}

/** Outside the picture its edge is repeated. */
function inside(place: f32, last: f32): u32 {
  // Written out: the instructions for min and max do more, because of what is not a number.
  const notAbove = place > last ? last : place
  return notAbove < 0 ? 0 : <u32>notAbove
}

function between(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share))
}

/** Four uniform 16-bit numbers added up are nearly normal; their deviation is 65536 / √3. */
function noise(record: usize, first: u32): v128 {
  const deviation = number(record, layout.AUGMENT_NOISE)
  const key = <u32>number(record, layout.AUGMENT_KEY)
  const a = wordsAt(key, first)
  const b = wordsAt(key ^ 0x9e3779b9, first)
  const low = i32x4.splat(0xffff)
  const sum = i32x4.add(
    i32x4.add(v128.and(a, low), i32x4.shr_u(a, 16)),
    i32x4.add(v128.and(b, low), i32x4.shr_u(b, 16)),
  )
  const centred = f32x4.sub(f32x4.convert_i32x4_s(sum), f32x4.splat(131070))
  return f32x4.mul(centred, f32x4.splat(deviation * <f32>(1.7320508075688772 / 65536)))
}
