import { topConfusions } from '../../../src-engine/inspect/evaluation/top-confusions.ts'
import type { SplitName } from '../../../src-engine/spec/data.ts'
import { MANY_LOOKS, manyLooks, noteLooks } from '../../contract/test-looks.ts'
import type { Estimate, Evaluation } from '../../contract/types.ts'
import { resolveData } from '../data-source.ts'
import { EXIT } from '../exit-codes.ts'
import { loss, note, percent, print, printJson, significant, table, visible } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface EvaluateOptions extends GlobalOptions {
  readonly data?: string
  readonly split: SplitName
  readonly checkpoint: 'best' | 'last' | number
  readonly top: number
}

/** A wider matrix does not fit a terminal. */
const WIDEST_MATRIX = 20
const WORST = 10

/** Measures a run on one split and shows which classes it takes for which. */
export function evaluate(run: string, options: EvaluateOptions): Promise<number> {
  return withApp(options, options.data === undefined ? 'read' : 'write', async (app) => {
    const { id, datasetId: own } = await app.invoke('runs/find', { run })
    const dataset = options.data === undefined ? null : await resolveData(app, options.data)
    const evaluation = await app.invoke('runs/evaluate', {
      id,
      split: options.split,
      checkpoint: options.checkpoint,
      topK: options.top,
      ...(dataset ? { datasetId: dataset.id } : {}),
    })
    if (options.json) printJson(evaluation)
    else show(evaluation)
    if (options.split === 'test' && (dataset?.id ?? own) === own) {
      const looks = await noteLooks(app, [id])
      if (looks >= MANY_LOOKS) note(manyLooks(looks))
    }
    if (dataset) await app.whenIdle()
    return EXIT.ok
  })
}

function show(evaluation: Evaluation): void {
  const { metrics, accuracy, confusion, classes, perClass, split, checkpoint } = evaluation
  if (metrics.meanAbsoluteError !== undefined) return showNumbers(evaluation)
  print(
    `epoch ${checkpoint} on ${split}: accuracy ${interval(accuracy)}, loss ${loss(metrics.loss)}, ${metrics.count} examples`,
  )
  print('')
  print(
    table([
      ['class', 'examples', 'precision', 'recall', 'F1'],
      ...perClass.map(({ name, count, precision, recall, f1 }) => [
        ...[name, String(count), interval(precision), interval(recall), interval(f1)],
      ]),
    ]),
  )
  const worst = topConfusions(confusion, WORST)
  if (worst.length > 0) print('\nmost often taken for another')
  for (const { trueClass, predictedClass, count, share } of worst)
    print(
      `  ${count} of ${visible(classes[trueClass] ?? '')} for ${visible(classes[predictedClass] ?? '')} (${percent(share)})`,
    )
  if (classes.length > WIDEST_MATRIX) return print(`\n--json has the confusion matrix of ${classes.length} classes.`)
  print('')
  print(
    table([
      ['true \\ predicted', ...classes],
      ...confusion.map((row, index) => [classes[index] ?? '', ...row.map(String)]),
    ]),
  )
}

/** The error of a regression, and the examples that are furthest off. */
function showNumbers({ metrics, classes, split, checkpoint, items }: Evaluation): void {
  const { meanAbsoluteError, rSquared, count } = metrics
  print(
    `epoch ${checkpoint} on ${split}: mean absolute error ${loss(meanAbsoluteError)}, R² ${rSquared?.toFixed(3)}, loss ${loss(metrics.loss)}, ${count} examples`,
  )
  const worst = items.toSorted((a, b) => b.loss - a.loss).slice(0, WORST)
  print('\nfurthest off')
  print(
    table([
      ['example', visible(classes[0] ?? ''), 'predicted', 'off by'],
      ...worst.map(({ file, label, top }) => {
        const predicted = top[0]?.probability ?? NaN
        return [file, label, significant(predicted), significant(predicted - Number(label))]
      }),
    ]),
  )
}

/** 81.2 % (74.0–87.1). */
function interval(estimate: Estimate | null): string {
  if (!estimate) return '–'
  const { value, low, high } = estimate
  return `${percent(value)} (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)})`
}
