import type { SplitName } from '../../../src-engine/spec/data.ts'
import { resolveData } from '../data-source.ts'
import { EXIT } from '../exit-codes.ts'
import { loss, percent, print, printJson, table } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface EvaluateOptions extends GlobalOptions {
  readonly data?: string
  readonly split: SplitName
  readonly checkpoint: 'best' | 'last' | number
  readonly top: number
}

/** Measures a run on one split and shows which classes it takes for which. */
export function evaluate(run: string, options: EvaluateOptions): Promise<number> {
  return withApp(options, options.data === undefined ? 'read' : 'write', async (app) => {
    const { id } = await app.invoke('runs/find', { run })
    const dataset = options.data === undefined ? null : await resolveData(app, options.data)
    const evaluation = await app.invoke('runs/evaluate', {
      id,
      split: options.split,
      checkpoint: options.checkpoint,
      topK: options.top,
      ...(dataset ? { datasetId: dataset.id } : {}),
    })
    if (options.json) printJson(evaluation)
    else {
      const { metrics, confusion, classes, split, checkpoint } = evaluation
      print(
        `epoch ${checkpoint} on ${split}: accuracy ${percent(metrics.accuracy)}, loss ${loss(metrics.loss)}, ${metrics.count} examples`,
      )
      print(
        table([
          ['true \\ predicted', ...classes],
          ...confusion.map((row, index) => [classes[index] ?? '', ...row.map(String)]),
        ]),
      )
    }
    if (dataset) await app.whenIdle()
    return EXIT.ok
  })
}
