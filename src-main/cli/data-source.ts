import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { builtIn, BUILT_INS } from '../../src-engine/data/built-in.ts'
import type { App } from '../app/app.ts'
import { GlassboxError } from '../contract/errors.ts'
import type { DatasetSource, DatasetSummary, TableChoice } from '../contract/types.ts'
import { importData } from './import-data.ts'

/** Before the name of built-in data, where a folder or another data set is called the same. */
const BUILT_IN = 'builtin:'

/** A folder or a file, taken in, the id or name of a data set, or built-in data: what a person means by DATA. */
export async function resolveData(app: App, data: string, table?: TableChoice): Promise<DatasetSummary> {
  if (data.trim() === '')
    throw new GlassboxError('input/invalid', 'The name of the data is empty.', {
      hint: 'Give a folder, a file, a data set or built-in data.',
    })
  const source = await sourceOf(data, table)
  if (source && !('builtIn' in source)) return importData(app, source)
  const known = data.startsWith(BUILT_IN) ? null : await knownDataset(app, data)
  if (known) return known
  if (source) return importData(app, source)
  throw nothing(data, await app.invoke('datasets/list', {}))
}

/**
 * Where data named like this come from: what lies there, or built-in data of that name; null when there is neither.
 * @param table how to read it
 * @throws {GlassboxError} `input/invalid` when it is no file and `table` is given
 */
export async function sourceOf(data: string, table?: TableChoice): Promise<DatasetSource | null> {
  const source = await placeOf(data)
  if (!table) return source
  if (source && 'file' in source) return { ...source, table }
  throw new GlassboxError('input/invalid', `"${data}" is no CSV file, and only one can be read in another way.`, {
    hint: 'Leave out --target, --task and the other options of tables.',
  })
}

async function placeOf(data: string): Promise<DatasetSource | null> {
  if (data.startsWith(BUILT_IN)) return builtInSource(data.slice(BUILT_IN.length))
  const path = resolve(data)
  try {
    return (await stat(path)).isFile() ? { file: path } : { folder: path }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // What is there and cannot be opened is said by the import.
    return code === 'ENOENT' || code === 'ENOTDIR' ? builtInSource(data) : { folder: path }
  }
}

/** A data set by its id or name. @throws {GlassboxError} `dataset/not-found` when there is none, or more than one */
export async function findDataset(app: App, data: string): Promise<DatasetSummary> {
  const known = await knownDataset(app, data)
  if (!known) throw nothing(data, await app.invoke('datasets/list', {}))
  return known
}

async function knownDataset(app: App, data: string): Promise<DatasetSummary | null> {
  const datasets = await app.invoke('datasets/list', {})
  const named = datasets.filter(({ id, name }) => id === data || name === data)
  if (named.length > 1)
    throw new GlassboxError('dataset/not-found', `More than one data set is called "${data}".`, {
      hint: `Give an id: ${named.map(kindOf).join(', ')}.`,
    })
  return named[0] ?? null
}

function builtInSource(name: string): DatasetSource | null {
  const made = builtIn(name)
  return made ? { builtIn: made.name } : null
}

function nothing(data: string, datasets: readonly DatasetSummary[]): GlassboxError {
  return new GlassboxError('dataset/not-found', `There is no folder, no file and no data set "${data}".`, {
    hint: [
      'Check the path.',
      ...(datasets.length > 0 ? [`Data sets: ${datasets.map(({ id, name }) => `${name} (${id})`).join(', ')}.`] : []),
      `Built in: ${BUILT_INS.map(({ name }) => name).join(', ')}.`,
    ].join(' '),
  })
}

/** An id with what stands behind it. */
function kindOf({ id, itemCount, columns, builtIn: made }: DatasetSummary): string {
  if (made !== null) return `${BUILT_IN}${made} (built in)`
  return `${id} (${itemCount} ${columns ? 'rows' : 'pictures'})`
}
