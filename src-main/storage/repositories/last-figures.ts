import type { LastFigures, SplitMetrics } from '../../contract/types.ts'

/** The figures of an epoch as JSON: what was not measured is absent, since null stands for what is no number. */
export function storedFigures(train: SplitMetrics, validation: SplitMetrics | null): string {
  return JSON.stringify({
    loss: train.loss,
    ...(train.accuracy === null ? {} : { accuracy: train.accuracy }),
    ...(train.meanAbsoluteError !== undefined && { mae: train.meanAbsoluteError }),
    ...(validation && { val_loss: validation.loss }),
    ...(validation && validation.accuracy !== null ? { val_accuracy: validation.accuracy } : {}),
    ...(validation?.meanAbsoluteError !== undefined && { val_mae: validation.meanAbsoluteError }),
  })
}

export function readFigures(stored: string): LastFigures {
  const figures = JSON.parse(stored) as { [K in keyof LastFigures]?: number | null }
  const of = (value: number | null | undefined): number | null => (value === undefined ? null : (value ?? NaN))
  return {
    loss: figures.loss ?? NaN,
    accuracy: of(figures.accuracy),
    val_loss: of(figures.val_loss),
    val_accuracy: of(figures.val_accuracy),
    mae: of(figures.mae),
    val_mae: of(figures.val_mae),
  }
}
