import { changeLine } from '../change-line.ts'
import type { RunDetail } from '../../contract/types.ts'
import { EXIT } from '../exit-codes.ts'
import { figures } from '../figures.ts'
import { duration, loss, percent, print, printJson, table } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export function runsShow(run: string, options: GlobalOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const { id } = await app.invoke('runs/find', { run })
    const [detail, history] = await Promise.all([app.invoke('runs/get', { id }), app.invoke('runs/history', { id })])
    if (options.json) {
      const columns = Object.fromEntries(Object.entries(history).map(([name, values]) => [name, [...values]]))
      printJson({ ...detail, sparkline: [...detail.sparkline], history: columns })
      return EXIT.ok
    }
    const { metrics } = detail
    print(
      `${detail.name} (${id}): ${detail.status}, ${detail.epochsDone}/${detail.epochs} epochs, ${duration(detail.wallSeconds)}`,
    )
    print(
      `data ${detail.data}, ${detail.preset ?? 'own network'}, ${detail.parameterCount} parameters, seed ${detail.config.training.seed}`,
    )
    print(
      `best epoch ${detail.bestEpoch ?? '–'}: train ${figures(metrics.train)}, validation ${figures(metrics.validation)}, test ${figures(metrics.test)}`,
    )
    for (const change of detail.changes) print(changeLine(change))
    if (detail.environment) print(environmentLine(detail.environment))
    if (detail.error) print(`${detail.error.message} ${detail.error.hint ?? ''}`)
    const isShare = (name: string): boolean => name.endsWith('accuracy')
    const columns = COLUMNS[detail.task]
    const rows = Array.from(history.epoch, (epoch, index) => [
      String(epoch),
      ...columns.map((name) => (isShare(name) ? percent : loss)(history[name][index])),
    ])
    print(table([['epoch', ...columns], ...rows]))
    return EXIT.ok
  })
}

const COLUMNS = {
  classification: ['loss', 'accuracy', 'val_loss', 'val_accuracy'],
  regression: ['loss', 'mae', 'val_loss', 'val_mae'],
} as const

function environmentLine(environment: NonNullable<RunDetail['environment']>): string {
  const { engine, runtime, threads, fusedMultiplyAdd, relaxedSimd, sharedMemory } = environment
  const kernels = [
    `${fusedMultiplyAdd ? 'fused' : 'separate'} multiply-add`,
    `${relaxedSimd ? 'relaxed' : 'plain'} SIMD`,
    ...(sharedMemory ? [] : ['no shared memory']),
  ]
  return `${engine} on ${runtime}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${kernels.join(', ')}`
}
