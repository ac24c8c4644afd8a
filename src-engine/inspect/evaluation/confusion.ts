/** Which classes are taken for which. */
export interface Confusion {
  readonly classes: number
  /** (true class, predicted class), row-major */
  readonly counts: Uint32Array
}

/** One class against all others. */
export interface ClassCounts {
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  /** All examples, of whatever class. */
  readonly total: number
}

/** @throws {RangeError} for a class that is not there */
export function confusionOf(labels: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): Confusion {
  const counts = new Uint32Array(classes * classes)
  for (let i = 0; i < labels.length; i++) {
    const [label, answer] = [labels[i] ?? -1, predicted[i] ?? -1]
    if (!(label >= 0 && label < classes && answer >= 0 && answer < classes))
      throw new RangeError(`Example ${i} is of class ${label} and was called ${answer}, but there are ${classes}.`)
    const cell = label * classes + answer
    counts[cell] = (counts[cell] ?? 0) + 1
  }
  return { classes, counts }
}

/** Every class against all others, in one pass over the matrix. */
export function classCounts({ classes, counts }: Confusion): ClassCounts[] {
  const [rows, columns] = [new Float64Array(classes), new Float64Array(classes)]
  let total = 0
  for (let row = 0; row < classes; row++)
    for (let column = 0; column < classes; column++) {
      const count = counts[row * classes + column] ?? 0
      rows[row] = (rows[row] ?? 0) + count
      columns[column] = (columns[column] ?? 0) + count
      total += count
    }
  return Array.from(rows, (ofClass, index) => {
    const truePositives = counts[index * classes + index] ?? 0
    return {
      truePositives,
      falsePositives: (columns[index] ?? 0) - truePositives,
      falseNegatives: ofClass - truePositives,
      total,
    }
  })
}
