import { multiplyAdd } from './vector'

/**
 * Twelve chains of 128-bit multiply-adds, sixteen in each round: as many as a processor can have under way, all in registers.
 * What they come to is given back, and the numbers come from outside, so that nothing is left out or made in the loop. A
 * round is 12 · 16 · 8 floating-point operations.
 */
export function multiplyAdds(rounds: u32, factor: f32, term: f32): f32 {
  const x = f32x4.splat(factor)
  const y = f32x4.splat(term)
  let a = f32x4.splat(1)
  let b = f32x4.splat(2)
  let c = f32x4.splat(3)
  let d = f32x4.splat(4)
  let e = f32x4.splat(5)
  let f = f32x4.splat(6)
  let g = f32x4.splat(7)
  let h = f32x4.splat(8)
  let i = f32x4.splat(9)
  let j = f32x4.splat(10)
  let k = f32x4.splat(11)
  let l = f32x4.splat(12)
  for (let round: u32 = 0; round < rounds; round++)
    for (let turn: u32 = 0; turn < 16; turn++) {
      a = multiplyAdd(x, y, a)
      b = multiplyAdd(x, y, b)
      c = multiplyAdd(x, y, c)
      d = multiplyAdd(x, y, d)
      e = multiplyAdd(x, y, e)
      f = multiplyAdd(x, y, f)
      g = multiplyAdd(x, y, g)
      h = multiplyAdd(x, y, h)
      i = multiplyAdd(x, y, i)
      j = multiplyAdd(x, y, j)
      k = multiplyAdd(x, y, k)
      l = multiplyAdd(x, y, l)
    }
  const sum = f32x4.add(
    f32x4.add(f32x4.add(a, b), f32x4.add(c, d)),
    f32x4.add(f32x4.add(f32x4.add(e, f), f32x4.add(g, h)), f32x4.add(f32x4.add(i, j), f32x4.add(k, l))),
  )
  return f32x4.extract_lane(sum, 0)
}
