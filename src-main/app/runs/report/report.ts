import type { CommandArguments, CommandOutput } from '../../../contract/contract.ts'
import { csvCell } from '../../../contract/csv.ts'
import type { RunDetail, RunHistory } from '../../../contract/types.ts'
import type { Datasets } from '../../datasets/datasets.ts'
import { thumbnailOf, type ThumbnailServices } from '../../datasets/thumbnails.ts'
import { curvesSvg } from './curves-svg.ts'
import { gather, type Gathered, type ReportServices } from './gather.ts'
import { pictureKey, reportHtml, type Pictures } from './report-html.ts'

type Services = ReportServices & ThumbnailServices & { readonly datasets: Datasets }

/**
 * Some runs as a file: a page with everything, their figures as a table, every epoch of them, all of it as JSON, or the
 * curves as a picture.
 */
export async function runsReport(
  { ids, format }: CommandArguments<'runs/report'>,
  services: Services,
): Promise<CommandOutput<'runs/report'>> {
  const { runs } = services
  if (format === 'epochs') return { text: await epochsCsv(await Promise.all(ids.map((id) => runs.detail(id))), runs) }
  const gathered = await gather(ids, services, format === 'json' || format === 'html')
  if (format === 'csv') return { text: figuresCsv(gathered) }
  if (format === 'json') return { text: await everything(gathered, runs) }
  if (format === 'svg') return { text: `${curvesSvg('Validation loss', gathered.curves.val_loss).text}\n` }
  return { text: reportHtml(gathered, await picturesOf(gathered, services), new Date()).text }
}

/** A row for each run: what differs, and what came out. */
function figuresCsv({ runs, differences }: Gathered): string {
  const splits = ['train', 'validation', 'test'] as const
  const head = [
    ...['id', 'name', 'status', 'data', 'preset', 'parameters', 'seed', 'epochs', 'best_epoch', 'seconds'],
    ...splits.flatMap((split) => [`${split}_loss`, `${split}_accuracy`, `${split}_mean_absolute_error`]),
    ...differences.map(({ path }) => path),
  ]
  const rows = runs.map((run, index) => [
    ...[run.id, run.name, run.status, run.data, run.preset, run.parameterCount, run.seed, run.epochsDone],
    ...[run.bestEpoch, run.wallSeconds],
    ...splits.flatMap((split) => {
      const metrics = run.metrics[split]
      return [metrics?.loss, metrics?.accuracy, metrics?.meanAbsoluteError]
    }),
    ...differences.map(({ values }) => values[index]),
  ])
  return csv([head, ...rows])
}

/** A row for each epoch of each run. */
async function epochsCsv(details: readonly RunDetail[], runs: Services['runs']): Promise<string> {
  const names = ['epoch', 'seconds', 'loss', 'accuracy', 'val_loss', 'val_accuracy', 'mae', 'val_mae'] as const
  const parts = await Promise.all(
    details.map(async ({ id, name }) => {
      const history = await runs.history(id)
      return Array.from(history.epoch, (_, at) => [id, name, ...names.map((series) => history[series][at])])
    }),
  )
  return csv([['id', 'name', ...names], ...parts.flat()])
}

const csv = (rows: readonly (readonly (string | number | null | undefined)[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

async function everything({ runs: details, differences, compared }: Gathered, runs: Services['runs']): Promise<string> {
  const listed = (history: RunHistory) =>
    Object.fromEntries(Object.entries(history).map(([name, values]) => [name, [...values]]))
  const all = await Promise.all(
    details.map(async (run) => {
      const history = listed(await runs.history(run.id))
      return { ...run, sparkline: [...run.sparkline], history }
    }),
  )
  const answered = compared.map(({ b, answers, reason }) => ({ b, ...(answers ?? { reason }) }))
  return `${JSON.stringify({ runs: all, differences, compared: answered }, null, 2)}\n`
}

/** Those that the pairs show; a picture that is gone is left out. */
async function picturesOf({ compared }: Gathered, services: Services): Promise<Pictures> {
  const pictures = new Map<string, string>()
  for (const { answers } of compared) {
    if (!answers) continue
    const dataset = await services.datasets.get(answers.datasetId)
    if (dataset.columns) continue
    for (const { position } of answers.items) {
      const key = pictureKey(dataset.id, position)
      if (pictures.has(key)) continue
      const bytes = await thumbnailOf(dataset, await services.datasets.item(dataset, position), services).catch(
        () => null,
      )
      if (bytes) pictures.set(key, `data:image/webp;base64,${Buffer.from(bytes).toString('base64')}`)
    }
  }
  return pictures
}
