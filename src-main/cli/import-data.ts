import type { App } from '../app/app.ts'
import { GlassboxError } from '../contract/errors.ts'
import { LayoutReading, type DatasetSource, type DatasetSummary, type SkippedFile } from '../contract/types.ts'
import { duration, note, table, visible } from './output.ts'
import { Progress } from './progress.ts'
import { finishJob } from './wait.ts'

export type ImportedData = DatasetSummary & { readonly skipped: SkippedFile[] }

/**
 * Takes data in, shows how far it is on stderr, and says what came of it.
 * @param reading from 1: which of the readings to take, where a folder can be read in several ways
 * @throws {GlassboxError} the import's own error; `input/invalid` when there is no such reading
 */
export async function importData(app: App, source: DatasetSource, reading?: number): Promise<ImportedData> {
  try {
    return await importOnce(app, source)
  } catch (error) {
    const readings = readingsOf(error)
    if (!readings) throw error
    if (reading === undefined) {
      note(readingsTable(readings))
      throw error
    }
    const chosen = readings[reading - 1]
    if (!chosen)
      throw new GlassboxError('input/invalid', `There is no reading ${reading} of this folder.`, {
        hint: `Give --layout a number from 1 to ${readings.length}.`,
      })
    return importOnce(app, { ...source, layout: chosen.layout })
  }
}

async function importOnce(app: App, source: DatasetSource): Promise<ImportedData> {
  const progress = new Progress()
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source }),
    ({ done, total, perSecond, secondsLeft }) => {
      const left = secondsLeft === null ? '' : `  ${duration(secondsLeft)} left`
      progress.bar(total > 0 ? done / total : 0, `importing ${done}/${total}  ${Math.round(perSecond)}/s${left}`)
    },
  ).finally(() => progress.clear())
  const dataset = await app.invoke('datasets/get', { id: datasetId ?? '' })
  note(`${summaryLine(dataset)} (data set ${dataset.id})`)
  return dataset
}

/** What a data set holds, in a line. */
export function summaryLine({ name, itemCount, columns, classes, skippedCount, task }: DatasetSummary): string {
  const things = `${itemCount} ${columns ? 'rows' : 'pictures'}`
  const what =
    task === 'regression'
      ? `${things} to predict ${classes[0]?.name ?? 'a number'}`
      : `${things} in ${classes.length} classes`
  return visible(`${name}: ${what}${skippedCount > 0 ? `, ${skippedCount} skipped` : ''}`)
}

function readingsOf(error: unknown): LayoutReading[] | null {
  if (!(error instanceof GlassboxError) || error.code !== 'dataset/ambiguous-layout') return null
  return (error.details as { readings: LayoutReading[] }).readings
}

/** The readings with their numbers, each with its first classes. */
function readingsTable(readings: readonly LayoutReading[]): string {
  return readings
    .map(({ title, classes, classCount, pictureCount }, index) => {
      const rows = classes.map(({ name, count, example }) => ['  ', name, String(count), example])
      const more = classCount > classes.length ? `\n    and ${classCount - classes.length} more` : ''
      return `--layout ${index + 1}: ${title} ${classCount} classes, ${pictureCount} pictures.\n${table(rows)}${more}`
    })
    .join('\n')
}
