/** Lanes of a vector that holds fewer than four valid numbers. Buffers end with room for a whole vector, so only stores must be careful. */

/** Stores the first `left` lanes; all four when `left` is at least 4. */
export function storePart(address: usize, value: v128, left: u32): void {
  if (left >= 4) v128.store(address, value)
  else storeLanes(address, value, left)
}

function storeLanes(address: usize, value: v128, left: u32): void {
  if (left > 0) v128.store_lane<f32>(address, value, 0)
  if (left > 1) v128.store_lane<f32>(address, value, 1, 4)
  if (left > 2) v128.store_lane<f32>(address, value, 2, 8)
}

/** The first `left` lanes and zeros. */
export function firstLanes(value: v128, left: u32): v128 {
  return v128.and(value, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>min<u32>(left, 4))))
}

/** The four lanes added up, always in one order. */
export function sumLanes(value: v128): f32 {
  const a = f32x4.extract_lane(value, 0) + f32x4.extract_lane(value, 2)
  return a + (f32x4.extract_lane(value, 1) + f32x4.extract_lane(value, 3))
}

/** a·b + c, rounded once or twice with relaxed SIMD, as the processor has it, and twice without. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c)
}

/** The same for two float64. */
export function multiplyAdd64(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(a, b, c) : f64x2.add(f64x2.mul(a, b), c)
}

/** Lanes 2 and 3 as float64; lanes 0 and 1 are `f64x2.promote_low_f32x4`. */
export function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 2, 3))
}

/** Adds four float32 sums to four float64 totals. */
export function addToTotals(totals: usize, sums: v128): void {
  v128.store(totals, f64x2.add(v128.load(totals), f64x2.promote_low_f32x4(sums)))
  v128.store(totals, f64x2.add(v128.load(totals, 16), promoteHigh(sums)), 16)
}

export function ceilDivide(a: u32, b: u32): u32 {
  return (a + b - 1) / b
}

/** Channels as whole vectors. */
export function padded(channels: u32): u32 {
  return (channels + 3) & ~3
}
