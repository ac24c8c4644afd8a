// Panels of 8 columns as the register tile reads them. Up to 16 columns make two panels, one behind the other, so that every cache
// line of the source is fetched once. Missing columns are 0.

/** Rows of the source become rows of the panels. @param stride bytes from row to row @param columns that are there, from 1 on */
export function packRows(source: usize, stride: usize, rows: u32, columns: u32, panels: usize): void {
  const second: usize = rows << 5
  if (columns >= 16) {
    for (let row: u32 = 0; row < rows; row++, source += stride, panels += 32) {
      v128.store(panels, v128.load(source))
      v128.store(panels, v128.load(source, 16), 16)
      v128.store(panels + second, v128.load(source, 32))
      v128.store(panels + second, v128.load(source, 48), 16)
    }
    return
  }
  memory.fill(panels, 0, columns > 8 ? second << 1 : second)
  for (let row: u32 = 0; row < rows; row++, source += stride, panels += 32) {
    for (let n: u32 = 0; n < columns; n++) {
      store<f32>(panels + (n >> 3) * second + ((n & 7) << 2), load<f32>(source + (n << 2)))
    }
  }
}

/** Rows of the source become columns of the panels. @param depth numbers of each row */
export function packColumns(source: usize, stride: usize, depth: u32, columns: u32, panels: usize): void {
  const second: usize = depth << 5
  const there = min<u32>(16, columns)
  if (there & 7) memory.fill(panels, 0, there > 8 ? second << 1 : second)
  let n: u32 = 0
  for (; n + 4 <= there; n += 4) {
    turnFour(source + n * stride, stride, depth, panels + (n >> 3) * second + ((n & 7) << 2))
  }
  for (; n < there; n++) {
    const row = source + n * stride
    const column = panels + (n >> 3) * second + ((n & 7) << 2)
    for (let k: u32 = 0; k < depth; k++) store<f32>(column + (k << 5), load<f32>(row + (k << 2)))
  }
}

/** Four rows, in blocks of 4×4 turned over their diagonal. */
function turnFour(source: usize, stride: usize, depth: u32, panel: usize): void {
  const second = source + stride
  const third = second + stride
  const fourth = third + stride
  let k: u32 = 0
  for (; k + 4 <= depth; k += 4, panel += 128) {
    const a = v128.load(source + (k << 2))
    const b = v128.load(second + (k << 2))
    const c = v128.load(third + (k << 2))
    const d = v128.load(fourth + (k << 2))
    const ab = i32x4.shuffle(a, b, 0, 4, 1, 5)
    const cd = i32x4.shuffle(c, d, 0, 4, 1, 5)
    const abHigh = i32x4.shuffle(a, b, 2, 6, 3, 7)
    const cdHigh = i32x4.shuffle(c, d, 2, 6, 3, 7)
    v128.store(panel, i64x2.shuffle(ab, cd, 0, 2))
    v128.store(panel, i64x2.shuffle(ab, cd, 1, 3), 32)
    v128.store(panel, i64x2.shuffle(abHigh, cdHigh, 0, 2), 64)
    v128.store(panel, i64x2.shuffle(abHigh, cdHigh, 1, 3), 96)
  }
  for (; k < depth; k++, panel += 32) {
    store<f32>(panel, load<f32>(source + (k << 2)))
    store<f32>(panel, load<f32>(second + (k << 2)), 4)
    store<f32>(panel, load<f32>(third + (k << 2)), 8)
    store<f32>(panel, load<f32>(fourth + (k << 2)), 12)
  }
}
