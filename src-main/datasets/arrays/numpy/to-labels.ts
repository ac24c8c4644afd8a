import { npyNumbers, npyTexts, type NpyArray } from '../../../../src-engine/data/npy.ts'

/**
 * Labels of shape (count,) or (count, 1) as whole numbers or text, or one-hot rows of shape (count, classes).
 * @throws {RangeError} for anything else
 */
export function toLabels(array: NpyArray): number[] | string[] {
  const { shape, kind } = array
  const [count = 0, columns = 1] = shape
  if (shape.length === 0 || shape.length > 2)
    throw new RangeError(`It has the shape (${shape.join(', ')}); labels have one number for each picture.`)
  if (kind === 'U' || kind === 'S') {
    if (columns !== 1) throw new RangeError('It holds several texts for each picture; labels have one.')
    const read = npyTexts(array)
    return Array.from({ length: count }, (_, index) => read(index))
  }
  const read = npyNumbers(array)
  const values = columns === 1 ? Array.from({ length: count }, (_, index) => read(index)) : oneHot(array, read)
  const wrong = values.find((value) => !Number.isSafeInteger(value))
  if (wrong !== undefined) throw new RangeError(`It holds the label ${wrong}; labels are whole numbers or text.`)
  return values
}

function oneHot(
  { shape: [count = 0, columns = 0], fortranOrder }: NpyArray,
  read: (index: number) => number,
): number[] {
  const at = (row: number, column: number): number => read(fortranOrder ? row + column * count : row * columns + column)
  return Array.from({ length: count }, (_, row) => {
    let label = -1
    for (let column = 0; column < columns; column++) {
      const value = at(row, column)
      if (value === 0) continue
      if (value !== 1 || label >= 0)
        throw new RangeError(`It has the shape (${count}, ${columns}), but row ${row} is not one 1 among zeros.`)
      label = column
    }
    if (label < 0) throw new RangeError(`Row ${row} names no class.`)
    return label
  })
}
