/** A 32-bit mixing function of low bias (C. Wellons, "lowbias32"). */
export function mix(word: u32): u32 {
  let x = word
  x = (x ^ (x >>> 16)) * 0x7feb352d
  x = (x ^ (x >>> 15)) * 0x846ca68b
  return x ^ (x >>> 16)
}

export function mix4(word: v128): v128 {
  let x = word
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d))
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x846ca68b))
  return v128.xor(x, i32x4.shr_u(x, 16))
}

/** Random words of positions `first` to `first + 3` under a key. */
export function wordsAt(key: u32, first: u32): v128 {
  const index = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3))
  return mix4(i32x4.add(mix4(v128.xor(index, i32x4.splat(key))), i32x4.splat(key)))
}
