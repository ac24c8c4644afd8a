import { multiplyAdd } from './vector'

/** Entry of the builds with relaxed SIMD. 1 when a·b + c is rounded once: (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ then, else 0. */
export function fusesMultiplyAdd(x: f32, y: f32): bool {
  const result = multiplyAdd(f32x4.splat(x), f32x4.splat(x), f32x4.splat(y))
  return f32x4.extract_lane(result, 0) != 0
}
