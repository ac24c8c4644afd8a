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

export function ceilDivide(a: u32, b: u32): u32 {
  return (a + b - 1) / b
}
