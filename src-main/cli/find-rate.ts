import type { App } from '../app/app.ts'
import type { CommandInput } from '../contract/contract.ts'
import { loss, print, printJson, significant, table } from './output.ts'
import { exitCodeOfRun, watchRun } from './watch-run.ts'

/** Rows that a person reads of a curve. */
const ROWS = 20

/** A learning-rate range test: its curve, and the rate that it suggests. */
export async function findRate(
  app: App,
  input: CommandInput<'runs/find-rate'>,
  options: { readonly json?: boolean },
): Promise<number> {
  const watching = watchRun(app)
  const { runId } = await app.invoke('runs/find-rate', input)
  await watching(runId, 1)
  const run = await app.invoke('runs/get', { id: runId })
  const code = exitCodeOfRun(run)
  const { rate, loss: losses, smoothed, suggestion } = await app.invoke('runs/rate-curve', { id: runId })
  if (options.json)
    printJson({ runId, status: run.status, suggestion, rate: [...rate], loss: [...losses], smoothed: [...smoothed] })
  else {
    const stride = Math.max(1, Math.ceil(rate.length / ROWS))
    const rows = [...rate.keys()]
      .filter((index) => index % stride === 0)
      .map((index) => [rate[index]?.toExponential(2) ?? '', loss(losses[index]), loss(smoothed[index])])
    print(table([['rate', 'loss', 'smoothed'], ...rows]))
    print(
      suggestion === null
        ? 'No rate made the loss fall: look at the data and the network first.'
        : `Suggested: --set training.optimizer.learningRate=${significant(suggestion)}`,
    )
  }
  return code
}
