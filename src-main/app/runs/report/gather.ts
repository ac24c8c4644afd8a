import type { ComparedWithFirst, RunDetail, RunDifferences } from '../../../contract/types.ts'
import type { ReadStore } from '../../../storage/store.ts'
import { compareWithFirst } from '../evaluation/compare-with-first.ts'
import type { Evaluations } from '../evaluation/evaluations.ts'
import { runDifferences } from '../run-differences.ts'
import type { Runs } from '../runs.ts'
import type { Curve } from './curves-svg.ts'

export interface ReportServices {
  readonly read: ReadStore
  readonly runs: Runs
  readonly evaluations: Evaluations
}

/** Everything that a report about some runs says. */
export interface Gathered {
  readonly runs: readonly RunDetail[]
  readonly differences: RunDifferences
  readonly curves: Readonly<Record<SeriesName, readonly Curve[]>>
  /** Of each run but the first. */
  readonly compared: readonly ComparedWithFirst[]
}

const SERIES = ['val_loss', 'loss', 'val_accuracy', 'accuracy', 'val_mae', 'mae'] as const
export type SeriesName = (typeof SERIES)[number]
/** Points of a curve: as many as its picture is wide. */
const POINTS = 360
/** Pictures of each pair that only one gets right. */
const PICTURES = 8

/** @param withAnswers whether every network is asked about the examples, which takes a while */
export async function gather(
  ids: readonly string[],
  services: ReportServices,
  withAnswers: boolean,
): Promise<Gathered> {
  const runs = await Promise.all(ids.map((id) => services.runs.detail(id)))
  const differences = ids.length < 2 ? [] : await runDifferences({ ids: [...ids] }, services.runs)
  const curves = Object.fromEntries<Curve[]>(
    await Promise.all(
      SERIES.map(
        async (name) => [name, await Promise.all(runs.map((run) => curveOf(run, name, services.read)))] as const,
      ),
    ),
  ) as Record<SeriesName, Curve[]>
  const compared = withAnswers ? await compareWithFirst({ ids: [...ids], limit: PICTURES }, services.evaluations) : []
  return { runs, differences, curves, compared }
}

async function curveOf({ id, name }: RunDetail, series: SeriesName, read: ReadStore): Promise<Curve> {
  const request = { from: 0, to: Infinity, points: POINTS }
  const { epoch, [series]: values } = await read.runs.windows(id, ['epoch', series], request)
  return { name, x: epoch.max, low: values.min, high: values.max }
}
