import { csvCell } from '../../../../src-main/contract/csv.ts'
import type { ClassFigures, Evaluation } from '../../../../src-main/contract/types.ts'

const lines = (rows: readonly (readonly (string | number | null | undefined)[])[]): string =>
  rows.map((cells) => `${cells.map(csvCell).join(',')}\n`).join('')

/** A row for each true class, a column for each that was predicted. */
export function confusionCsv({ classes, confusion }: Pick<Evaluation, 'classes' | 'confusion'>): string {
  return lines([['true \\ predicted', ...classes], ...confusion.map((row, index) => [classes[index], ...row])])
}

const FIGURES = ['precision', 'recall', 'f1'] as const

export function classesCsv(perClass: readonly ClassFigures[]): string {
  const head = ['class', 'examples', 'predicted', ...FIGURES.flatMap((name) => [name, `${name} low`, `${name} high`])]
  return lines([
    head,
    ...perClass.map((one) => [
      ...[one.name, one.count, one.predicted],
      ...FIGURES.flatMap((name) => [one[name]?.value, one[name]?.low, one[name]?.high]),
    ]),
  ])
}
