/*
 * The sums of `data/prepare/lines.ts` and `resize.ts` in the same order, two float64 at a time: the lanes of a vector are
 * sums of their own, nothing is fused, so every bit is theirs.
 */

/** So many bytes can be added up in 16 bits. */
const ROWS: u32 = 257

/**
 * sums += each of `rows` rows of bytes. Up to 15 bytes behind a row and as many sums behind the last are touched too.
 * @param sums uint32, (length)
 * @param data uint8, rows that begin `stride` bytes apart
 */
export function sumRows(sums: usize, data: usize, stride: u32, length: u32, rows: u32): void {
  for (let i: u32 = 0; i < length; i += 16) {
    const sum = sums + (i << 2)
    for (let first: u32 = 0; first < rows; first += ROWS) {
      const last = min(rows, first + ROWS)
      let low = i16x8.splat(0)
      let high = i16x8.splat(0)
      for (let row = first, at = data + first * stride + i; row < last; row++, at += stride) {
        const bytes = v128.load(at)
        low = i16x8.add(low, i16x8.extend_low_i8x16_u(bytes))
        high = i16x8.add(high, i16x8.extend_high_i8x16_u(bytes))
      }
      v128.store(sum, i32x4.add(v128.load(sum), i32x4.extend_low_i16x8_u(low)))
      v128.store(sum, i32x4.add(v128.load(sum, 16), i32x4.extend_high_i16x8_u(low)), 16)
      v128.store(sum, i32x4.add(v128.load(sum, 32), i32x4.extend_low_i16x8_u(high)), 32)
      v128.store(sum, i32x4.add(v128.load(sum, 48), i32x4.extend_high_i16x8_u(high)), 48)
    }
  }
}

/**
 * Means over blocks of columns.
 * @param sums uint32 over `rows` rows, (columns, 3)
 * @param starts int32, where each block begins and the last ends, (blocks + 1)
 * @param means float64, (blocks, 4), the fourth without a meaning
 */
export function averageBlocks(sums: usize, rows: u32, starts: usize, blocks: u32, means: usize): void {
  let at = sums
  for (let b: u32 = 0; b < blocks; b++, starts += 4, means += 32) {
    const columns = load<i32>(starts, 4) - load<i32>(starts)
    let redGreen = f64x2.splat(0)
    let blue = f64x2.splat(0)
    for (let i = 0; i < columns; i++, at += 12) {
      const pixel = v128.load(at)
      redGreen = f64x2.add(redGreen, f64x2.convert_low_i32x4_s(pixel))
      blue = f64x2.add(blue, f64x2.convert_low_i32x4_s(v128.shuffle<i32>(pixel, pixel, 2, 3, 2, 3)))
    }
    const samples = f64x2.splat(<f64>columns * <f64>rows)
    v128.store(means, f64x2.div(redGreen, samples))
    v128.store(means, f64x2.div(blue, samples), 16)
  }
}

/**
 * Resamples one line sideways.
 * @param means float64, (blocks, 4)
 * @param first int32, the first block of each pixel; @param count int32, how many; @param weights float64, (width, taps)
 * @param line float64, (width, 3)
 */
export function resampleLine(
  means: usize,
  first: usize,
  count: usize,
  weights: usize,
  taps: u32,
  width: u32,
  line: usize,
): void {
  for (let x: u32 = 0; x < width; x++, line += 24) {
    let from = means + (load<i32>(first + (x << 2)) << 5)
    let weight = weights + ((x * taps) << 3)
    const last = weight + (load<i32>(count + (x << 2)) << 3)
    let redGreen = f64x2.splat(0)
    let blue: f64 = 0
    for (; weight < last; weight += 8, from += 32) {
      redGreen = f64x2.add(redGreen, f64x2.mul(v128.load64_splat(weight), v128.load(from)))
      blue += load<f64>(weight) * load<f64>(from, 16)
    }
    v128.store(line, redGreen)
    store<f64>(line, blue, 16)
  }
}

/**
 * row = the weighted sum of `count` lines that lie in a ring, the first in slot `slot`.
 * @param lines float64, (slots, lineBytes / 8)
 * @param weights float64, (count)
 * @param length numbers of a line; one behind the row may be touched too
 */
export function blendLines(
  row: usize,
  lines: usize,
  lineBytes: u32,
  slots: u32,
  slot: u32,
  weights: usize,
  count: u32,
  length: u32,
): void {
  for (let i: u32 = 0; i < length; i += 2) {
    let sum = f64x2.splat(0)
    let from = slot
    for (let k: u32 = 0; k < count; k++) {
      const line = v128.load(lines + from * lineBytes + (i << 3))
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(weights + (k << 3)), line))
      from = from + 1 == slots ? 0 : from + 1
    }
    v128.store(row + (i << 3), sum)
  }
}
