import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { builtIn, BUILT_INS } from '../../src-engine/data/built-in.ts'
import type { App } from '../app/app.ts'
import { GlassboxError } from '../contract/errors.ts'
import type { DatasetSummary } from '../contract/types.ts'
import { Progress } from './progress.ts'
import { duration, note, visible } from './output.ts'
import { finishJob } from './wait.ts'

/** Before the name of built-in data, where a folder or another data set is called the same. */
const BUILT_IN = 'builtin:'

/** What a person means by DATA: a folder of pictures, which is imported, the id or name of a data set, or built-in data. */
export async function resolveData(app: App, data: string): Promise<DatasetSummary> {
  if (data.trim() === '')
    throw new GlassboxError('input/invalid', 'The name of the data is empty.', {
      hint: 'Give a folder, a data set or built-in data.',
    })
  const datasets = await app.invoke('datasets/list', {})
  const folder = resolve(data)
  const exists = await stat(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  )
  const table = data.startsWith(BUILT_IN) ? data.slice(BUILT_IN.length) : null
  const named = table === null ? datasets.filter(({ id, name }) => id === data || name === data) : []
  const [known] = named
  if (known && !exists && named.length === 1) return known
  if (named.length > 1 && !exists)
    throw new GlassboxError('dataset/not-found', `More than one data set is called "${data}".`, {
      hint: `Give an id: ${named.map(kindOf).join(', ')}.`,
    })
  const made = exists ? null : builtIn(table ?? data)
  if (!exists && !made)
    throw new GlassboxError('dataset/not-found', `There is no folder and no data set "${data}".`, {
      hint: [
        'Check the path.',
        ...(datasets.length > 0 ? [`Data sets: ${datasets.map(({ id, name }) => `${name} (${id})`).join(', ')}.`] : []),
        `Built in: ${BUILT_INS.map(({ name }) => name).join(', ')}.`,
      ].join(' '),
    })
  const progress = new Progress()
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: made ? { builtIn: made.name } : { folder } }),
    ({ done, total, perSecond, secondsLeft }) => {
      const left = secondsLeft === null ? '' : `  ${duration(secondsLeft)} left`
      progress.bar(total > 0 ? done / total : 0, `importing ${done}/${total}  ${Math.round(perSecond)}/s${left}`)
    },
  )
  progress.clear()
  const dataset = await app.invoke('datasets/get', { id: datasetId ?? '' })
  note(
    `${visible(dataset.name)}: ${dataset.itemCount} ${dataset.columns ? 'rows' : 'pictures'} in ${dataset.classes.length} classes${dataset.skippedCount > 0 ? `, ${dataset.skippedCount} skipped` : ''} (data set ${dataset.id})`,
  )
  return dataset
}

/** An id with what stands behind it. */
function kindOf({ id, itemCount, columns, builtIn: made }: DatasetSummary): string {
  if (made !== null) return `${BUILT_IN}${made} (built in)`
  return `${id} (${itemCount} ${columns ? 'rows' : 'pictures'})`
}
