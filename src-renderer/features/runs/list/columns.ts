import { isNumeric, type Field, type RunEntry } from '../../../../src-main/contract/run-filter/field.ts'

/** A column of the list: a field of the runs, or the curve of their loss. */
export interface Column {
  readonly name: string
  readonly label: string
  /** Null for the curve, which has no order. */
  readonly field: Field | null
  readonly width: number
  readonly isRight: boolean
  /** The epoch that a figure is of. */
  readonly epochOf: ((entry: RunEntry) => number | null) | null
}

export const CURVE = 'curve'
/** The name stands first and always. */
export const NAME = 'name'

export const NARROWEST = 56
export const WIDEST = 800

const WIDTHS: Readonly<Record<string, number>> = {
  ...{ [NAME]: 232, [CURVE]: 116, status: 116, data: 124, network: 104, tag: 140, note: 200, experiment: 130 },
  ...{ started: 120, seed: 72, epochs: 88, epochs_done: 100, optimizer: 88 },
}
const FIGURE = /(^|_)(accuracy|loss|r2|mae)$/
const LABELS: Readonly<Record<string, string>> = {
  tag: 'tags',
  epochs: 'epochs asked',
  epochs_done: 'epochs',
  learning_rate: 'learning rate',
}

/** Whether its mean over several runs says something. */
export const isFigure = (name: string): boolean => FIGURE.test(name) || name === 'duration' || name === 'best_epoch'

/** Of a network's layer the last words tell enough; the whole path is shown on hover. */
function labelOf(name: string): string {
  return (
    LABELS[name] ??
    (name.includes('.') ? name.replace(/^(network\.layers|training|data)\./, '') : name.replaceAll('_', ' '))
  )
}

/** One for every field, and the curve. */
export function columnsFrom(fields: readonly Field[]): ReadonlyMap<string, Column> {
  const columns = fields.map((field): Column => {
    const { name, kind } = field
    const epochOf = !FIGURE.test(name)
      ? null
      : name.startsWith('last_')
        ? ({ run }: RunEntry) => (run.last ? run.epochsDone : null)
        : ({ run }: RunEntry) => run.bestEpoch
    // A figure and its epoch, a path and its end.
    const width = WIDTHS[name] ?? (epochOf ? 126 : name.includes('.') ? 150 : 112)
    return { name, label: FIGURE.test(name) ? name : labelOf(name), field, width, isRight: isNumeric(kind), epochOf }
  })
  const curve: Column = {
    name: CURVE,
    label: 'loss curve',
    field: null,
    width: WIDTHS[CURVE] ?? 0,
    isRight: false,
    epochOf: null,
  }
  return new Map([...columns, curve].map((column) => [column.name, column]))
}
