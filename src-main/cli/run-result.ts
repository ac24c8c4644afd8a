import { spread, type Spread } from '../../src-engine/inspect/spread.ts'
import type { RunDetail } from '../contract/types.ts'
import { figures } from './figures.ts'
import { duration, percent, print } from './output.ts'

/** A run as `train`, `resume` and scripts know it; the shape is documented and stays. */
export function runResult(run: RunDetail): Record<string, unknown> {
  return {
    runId: run.id,
    status: run.status,
    epochs: run.epochsDone,
    evaluated: 'best',
    metrics: run.metrics,
    weightsSha256: run.weightsSha256,
    samplesPerSecond: run.samplesPerSecond,
    wallSeconds: run.wallSeconds,
  }
}

export function printRun(run: RunDetail): void {
  const { train: onTrain, validation, test } = run.metrics
  const why = { epochs: '', earlyStopping: ', stopped early', converged: ', converged', timeBudget: ', time is up' }
  const end = run.end && run.end !== 'diverged' ? why[run.end] : ''
  print(
    `${run.name} (${run.id}): ${run.status} after ${run.epochsDone} ${run.epochsDone === 1 ? 'epoch' : 'epochs'} in ${duration(run.wallSeconds)}${end}`,
  )
  print(
    `best epoch ${run.bestEpoch ?? '–'}: train ${figures(onTrain)}, validation ${figures(validation)}, test ${figures(test)}`,
  )
}

/** Runs that differ in their seed alone, with mean and spread (the sample's standard deviation) of what came out. */
export function groupResult(groupId: string, runs: readonly RunDetail[]): Record<string, unknown> {
  const spreads = Object.fromEntries(FIGURES.map(({ name, of }) => [name, spreadOf(runs, of)]))
  return { groupId, runs: runs.map(runResult), spread: spreads }
}

export function spreadLine(runs: readonly RunDetail[]): string {
  const parts = FIGURES.map(({ name, of }) => {
    const { mean, deviation } = spreadOf(runs, of)
    const words = isRegression(runs) ? (value: number): string => value.toFixed(3) : percent
    const what = isRegression(runs) ? `${name} R²` : name
    return mean === null ? null : `${what} ${words(mean)}${deviation === null ? '' : ` ± ${words(deviation)}`}`
  }).filter((part) => part !== null)
  return `${runs.length} seeds: ${parts.join(', ')}`
}

/** Over the runs that have the figure. */
function spreadOf(runs: readonly RunDetail[], of: (run: RunDetail) => number | undefined): Spread {
  return spread(runs.flatMap((run) => of(run) ?? []))
}

const isRegression = ([run]: readonly RunDetail[]): boolean => run?.task === 'regression'

/** R² of a regression, accuracy else: both are 1 at their best. */
const FIGURES: readonly { name: string; of: (run: RunDetail) => number | undefined }[] = [
  {
    name: 'validation',
    of: ({ metrics }) => metrics.validation?.rSquared ?? metrics.validation?.accuracy ?? undefined,
  },
  { name: 'test', of: ({ metrics }) => metrics.test?.rSquared ?? metrics.test?.accuracy ?? undefined },
]
