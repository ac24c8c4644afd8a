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

export type SeriesName = 'loss' | 'val_loss' | 'accuracy' | 'val_accuracy'
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
  const [loss = [], valLoss = [], accuracy = [], valAccuracy = []] = await Promise.all(
    (['loss', 'val_loss', 'accuracy', 'val_accuracy'] as const).map((name) =>
      Promise.all(runs.map((run) => curveOf(run, name, services.read))),
    ),
  )
  const curves = { loss, val_loss: valLoss, accuracy, val_accuracy: valAccuracy }
  const compared = withAnswers ? await compareWithFirst({ ids: [...ids], limit: PICTURES }, services.evaluations) : []
  return { runs, differences, curves, compared }
}

async function curveOf({ id, name }: RunDetail, series: SeriesName, read: ReadStore): Promise<Curve> {
  const request = { from: 0, to: Infinity, points: POINTS }
  const { epoch, [series]: values } = await read.runs.windows(id, ['epoch', series], request)
  return { name, x: epoch.max, low: values.min, high: values.max }
}
