import { multiplyAdd } from './vector'

/**
 * The register tile: 6 rows × 8 columns of C in twelve vectors, two for B and one for A fill the sixteen registers
 * of SSE and AVX; wider or taller tiles spill. Each sum runs over k in ascending order.
 * `tile` holds the 6×8 sums row by row; they start at zero when `first`, else they go on from what is there.
 * A may lie anywhere, its rows any `stride` of bytes apart: reading it in place costs nothing.
 */

/** Of the 6×8 sums. */
export const TILE_BYTES: usize = 192

/**
 * tile += A·B: A[i][k] at a + i·stride + 4k, B[k] the 8 floats at b + 32k.
 * @param rows of A that are there; of fewer than six the last one stands in for the missing
 */
export function multiplyRows(a: usize, stride: usize, rows: u32, b: usize, depth: u32, tile: usize, first: bool): void {
  const a1 = rows > 1 ? a + stride : a
  const a2 = rows > 2 ? a1 + stride : a1
  const a3 = rows > 3 ? a2 + stride : a2
  const a4 = rows > 4 ? a3 + stride : a3
  const a5 = rows > 5 ? a4 + stride : a4
  let c00 = f32x4.splat(0)
  let c01 = f32x4.splat(0)
  let c10 = f32x4.splat(0)
  let c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0)
  let c21 = f32x4.splat(0)
  let c30 = f32x4.splat(0)
  let c31 = f32x4.splat(0)
  let c40 = f32x4.splat(0)
  let c41 = f32x4.splat(0)
  let c50 = f32x4.splat(0)
  let c51 = f32x4.splat(0)
  if (!first) {
    c00 = v128.load(tile, 0)
    c01 = v128.load(tile, 16)
    c10 = v128.load(tile, 32)
    c11 = v128.load(tile, 48)
    c20 = v128.load(tile, 64)
    c21 = v128.load(tile, 80)
    c30 = v128.load(tile, 96)
    c31 = v128.load(tile, 112)
    c40 = v128.load(tile, 128)
    c41 = v128.load(tile, 144)
    c50 = v128.load(tile, 160)
    c51 = v128.load(tile, 176)
  }
  const end = depth << 2
  for (let k: u32 = 0; k < end; k += 4) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    let x = v128.load_splat<f32>(a + k)
    c00 = multiplyAdd(x, b0, c00)
    c01 = multiplyAdd(x, b1, c01)
    x = v128.load_splat<f32>(a1 + k)
    c10 = multiplyAdd(x, b0, c10)
    c11 = multiplyAdd(x, b1, c11)
    x = v128.load_splat<f32>(a2 + k)
    c20 = multiplyAdd(x, b0, c20)
    c21 = multiplyAdd(x, b1, c21)
    x = v128.load_splat<f32>(a3 + k)
    c30 = multiplyAdd(x, b0, c30)
    c31 = multiplyAdd(x, b1, c31)
    x = v128.load_splat<f32>(a4 + k)
    c40 = multiplyAdd(x, b0, c40)
    c41 = multiplyAdd(x, b1, c41)
    x = v128.load_splat<f32>(a5 + k)
    c50 = multiplyAdd(x, b0, c50)
    c51 = multiplyAdd(x, b1, c51)
    b += 32
  }
  v128.store(tile, c00, 0)
  v128.store(tile, c01, 16)
  v128.store(tile, c10, 32)
  v128.store(tile, c11, 48)
  v128.store(tile, c20, 64)
  v128.store(tile, c21, 80)
  v128.store(tile, c30, 96)
  v128.store(tile, c31, 112)
  v128.store(tile, c40, 128)
  v128.store(tile, c41, 144)
  v128.store(tile, c50, 160)
  v128.store(tile, c51, 176)
}

/** tile += Aᵀ·B: A[k][i] at a + k·stride + 4i, B[k] the 8 floats at b + 32k. */
export function multiplyColumns(a: usize, stride: usize, b: usize, depth: u32, tile: usize, first: bool): void {
  let c00 = f32x4.splat(0)
  let c01 = f32x4.splat(0)
  let c10 = f32x4.splat(0)
  let c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0)
  let c21 = f32x4.splat(0)
  let c30 = f32x4.splat(0)
  let c31 = f32x4.splat(0)
  let c40 = f32x4.splat(0)
  let c41 = f32x4.splat(0)
  let c50 = f32x4.splat(0)
  let c51 = f32x4.splat(0)
  if (!first) {
    c00 = v128.load(tile, 0)
    c01 = v128.load(tile, 16)
    c10 = v128.load(tile, 32)
    c11 = v128.load(tile, 48)
    c20 = v128.load(tile, 64)
    c21 = v128.load(tile, 80)
    c30 = v128.load(tile, 96)
    c31 = v128.load(tile, 112)
    c40 = v128.load(tile, 128)
    c41 = v128.load(tile, 144)
    c50 = v128.load(tile, 160)
    c51 = v128.load(tile, 176)
  }
  for (let k: u32 = 0; k < depth; k++) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    let x = v128.load_splat<f32>(a)
    c00 = multiplyAdd(x, b0, c00)
    c01 = multiplyAdd(x, b1, c01)
    x = v128.load_splat<f32>(a, 4)
    c10 = multiplyAdd(x, b0, c10)
    c11 = multiplyAdd(x, b1, c11)
    x = v128.load_splat<f32>(a, 8)
    c20 = multiplyAdd(x, b0, c20)
    c21 = multiplyAdd(x, b1, c21)
    x = v128.load_splat<f32>(a, 12)
    c30 = multiplyAdd(x, b0, c30)
    c31 = multiplyAdd(x, b1, c31)
    x = v128.load_splat<f32>(a, 16)
    c40 = multiplyAdd(x, b0, c40)
    c41 = multiplyAdd(x, b1, c41)
    x = v128.load_splat<f32>(a, 20)
    c50 = multiplyAdd(x, b0, c50)
    c51 = multiplyAdd(x, b1, c51)
    a += stride
    b += 32
  }
  v128.store(tile, c00, 0)
  v128.store(tile, c01, 16)
  v128.store(tile, c10, 32)
  v128.store(tile, c11, 48)
  v128.store(tile, c20, 64)
  v128.store(tile, c21, 80)
  v128.store(tile, c30, 96)
  v128.store(tile, c31, 112)
  v128.store(tile, c40, 128)
  v128.store(tile, c41, 144)
  v128.store(tile, c50, 160)
  v128.store(tile, c51, 176)
}
