import { permutationTest } from '../../../src-engine/inspect/permutation-test.ts'
import { spread } from '../../../src-engine/inspect/spread.ts'
import type { SplitName } from '../../../src-engine/spec/data.ts'
import type { CommandArguments } from '../../contract/contract.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { RunSummary, type RunDetail, type RunsComparison } from '../../contract/types.ts'
import type { Runs } from './runs.ts'

type Metric = RunsComparison['metrics'][number]

/**
 * Two runs, or two groups of runs, beside each other: the settings that differ, and whether what came out differs by more
 * than the choice of a seed does.
 */
export async function compareRuns({ a, b }: CommandArguments<'runs/compare'>, runs: Runs): Promise<RunsComparison> {
  const [one, other] = await Promise.all([a, b].map((ids) => Promise.all(ids.map((id) => runs.detail(id)))))
  if (!one || !other) throw new GlassboxError('internal', 'There are two sides to a comparison.')
  const metrics = metricsOf(one, other)
  return {
    a: { runs: one.map((run) => RunSummary.parse(run)) },
    b: { runs: other.map((run) => RunSummary.parse(run)) },
    differences: differencesOf(one, other),
    metrics,
    verdict: verdictOf(metrics, one.length, other.length),
  }
}

/** Every setting by its path, as JSON. */
export function settingsOf({ config, changes, data, environment, receipt }: RunDetail): Map<string, string> {
  const settings = new Map<string, string>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      if (Array.isArray(value) && value.some((item) => typeof item === 'object'))
        for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`)
      else settings.set(path, JSON.stringify(value))
      return
    }
    for (const [key, inside] of Object.entries(value))
      if (inside !== undefined) walk(inside, path ? `${path}.${key}` : key)
  }
  const { source: _, ...prepared } = config.data
  walk(
    {
      data: { name: data, content: receipt?.data, ...prepared },
      ...{ network: config.network, training: config.training, changes },
    },
    '',
  )
  if (environment)
    walk(
      { engine: environment.engine, build: environment.build, fusedMultiplyAdd: environment.fusedMultiplyAdd },
      'environment',
    )
  return settings
}

function differencesOf(a: readonly RunDetail[], b: readonly RunDetail[]): RunsComparison['differences'] {
  const [one, other] = [a.map(settingsOf), b.map(settingsOf)]
  const paths = new Set([...one, ...other].flatMap((settings) => [...settings.keys()]))
  return [...paths].flatMap((path) => {
    const [left, right] = [valuesAt(one, path), valuesAt(other, path)]
    return left === right ? [] : [{ path, a: left, b: right }]
  })
}

/** The one value of all, or the list of them; null where there is none. */
function valuesAt(all: readonly Map<string, string>[], path: string): string | null {
  const values = new Set(all.flatMap((settings) => settings.get(path) ?? []))
  return values.size === 0 ? null : [...values].sort().join(' | ')
}

/** Of the best checkpoints, on the first of these splits that every run was measured on. */
function metricsOf(a: readonly RunDetail[], b: readonly RunDetail[]): Metric[] {
  const order: readonly SplitName[] = ['test', 'validation', 'train']
  const split = order.find((name) => [...a, ...b].every(({ metrics }) => metrics[name] !== null))
  if (!split) return []
  return (['accuracy', 'rSquared', 'meanAbsoluteError', 'loss'] as const).flatMap((figure) => {
    const valuesOf = (runs: readonly RunDetail[]): number[] =>
      runs.map(({ metrics }) => metrics[split]?.[figure] ?? NaN)
    const [left, right] = [valuesOf(a), valuesOf(b)]
    if (![...left, ...right].every(Number.isFinite)) return []
    const { difference, p, verdict } = permutationTest(right, left)
    return [
      {
        name: `${split} ${FIGURE_NAMES[figure]}`,
        ...{ a: spreadOf(left), b: spreadOf(right) },
        ...{ difference, p, isNoise: verdict === 'noise' },
      },
    ]
  })
}

const FIGURE_NAMES = {
  ...{ accuracy: 'accuracy', rSquared: 'R²', meanAbsoluteError: 'mean absolute error', loss: 'loss' },
} as const

const spreadOf = (values: readonly number[]): Metric['a'] => {
  const { count, mean, deviation } = spread(values)
  return { count, mean: mean ?? NaN, deviation }
}

/** By the first figure: accuracy, or R² of a regression; the larger is the better. */
function verdictOf([first]: readonly Metric[], a: number, b: number): string {
  if (!first) return 'There are no figures to compare yet.'
  const isShare = first.name.endsWith('accuracy')
  const size = Math.abs(first.difference)
  const points = isShare ? `${(size * 100).toFixed(1)} points of ${first.name}` : `${size.toFixed(3)} of ${first.name}`
  const better = first.difference > 0 ? 'B' : 'A'
  const same = `Both have the same ${isShare ? 'accuracy' : first.name}`
  const seen = first.difference === 0 ? same : `${better} is better by ${points}`
  if (a < 2 || b < 2) return `${seen}; so few runs cannot tell this from chance. Train several seeds of both.`
  const p = `p = ${first.p.toFixed(3)} of an exact permutation test over ${a} and ${b} runs`
  return first.isNoise ? `${seen}: difference within noise (${p}).` : `${seen}: more than chance (${p}).`
}
