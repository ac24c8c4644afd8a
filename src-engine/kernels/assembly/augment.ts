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
  for (let y: u32 = 0; y < a.height; y++) {
    for (let x: u32 = 0; x < a.width; x++) {
      const isCut = y >= top && y < bottom && x >= left && x < right
      pixel(a, example, x, y, record, mean, isCut)
    }
  }
}

function number(record: usize, index: u32): f32 {
  return load<f32>(record + (index << 2))
}

function meanOf(a: Augment, example: u32): f32 {
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
  return <f32>(total / <f64>size)
}

/** gain · (v − mean) + mean + shift + noise at the place the map looks at; the mean where it is cut out. */
function pixel(a: Augment, example: u32, x: u32, y: u32, record: usize, mean: f32, isCut: bool): void {
  const fx = <f32>x
  const fy = <f32>y
  const sx = number(record, 0) * fx + number(record, 1) * fy + number(record, 2)
  const sy = number(record, 3) * fx + number(record, 4) * fy + number(record, 5)
  const x0 = Mathf.floor(sx)
  const y0 = Mathf.floor(sy)
  const line = a.width * a.channels
  const picture = a.input + ((example * a.height * line) << 2)
  const upper = picture + ((inside(y0, a.height) * line) << 2)
  const lower = picture + ((inside(y0 + 1, a.height) * line) << 2)
  const before = (inside(x0, a.width) * a.channels) << 2
  const behind = (inside(x0 + 1, a.width) * a.channels) << 2
  const gain = f32x4.splat(number(record, layout.AUGMENT_GAIN))
  const centre = f32x4.splat(mean)
  const place = (y * a.width + x) * a.channels
  const target = a.output + ((example * a.height * line + place) << 2)
  for (let c: u32 = 0; c < a.channels; c += 4) {
    const at = c << 2
    const above = between(v128.load(upper + before + at), v128.load(upper + behind + at), sx - x0)
    const below = between(v128.load(lower + before + at), v128.load(lower + behind + at), sx - x0)
    const shift = v128.load(record + ((layout.AUGMENT_SHIFTS + c) << 2))
    const value = f32x4.add(shifted(between(above, below, sy - y0), centre, gain), shift)
    storePart(target + at, isCut ? centre : f32x4.add(value, noise(record, place + c)), a.channels - c)
  }
}

/** gain · (v − mean) + mean; v itself, to the last bit, when the gain is 1. */
function shifted(value: v128, mean: v128, gain: v128): v128 {
  return f32x4.add(value, f32x4.mul(f32x4.sub(gain, f32x4.splat(1)), f32x4.sub(value, mean)))
}

/** Outside the picture its edge is repeated. */
function inside(place: f32, length: u32): u32 {
  return <u32>max<f32>(0, min<f32>(place, <f32>(length - 1)))
}

function between(a: v128, b: v128, share: f32): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), f32x4.splat(share)))
}

/** Four uniform 16-bit numbers added up are nearly normal; their deviation is 65536 / √3. */
function noise(record: usize, first: u32): v128 {
  const deviation = number(record, layout.AUGMENT_NOISE)
  if (deviation == 0) return f32x4.splat(0)
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
