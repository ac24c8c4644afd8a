import { GlassboxError } from '../../contract/errors.ts'
import { compileFilter } from '../../contract/run-filter/compile.ts'
import { entriesOf, fieldsWith } from '../../contract/run-filter/entries.ts'
import { findField, type Field } from '../../contract/run-filter/field.ts'
import type { QueryProblem } from '../../contract/run-filter/query.ts'
import { sortEntries, type SortKey } from '../../contract/run-filter/sort.ts'
import { nearest } from '../../contract/run-filter/suggest.ts'
import type { RunColumns, RunSummary } from '../../contract/types.ts'
import { EXIT } from '../exit-codes.ts'
import { figures } from '../figures.ts'
import { duration, print, printJson, table } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface ListOptions extends GlobalOptions {
  readonly where?: string
  readonly sort?: string
}

export function runsList(options: ListOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const all = await app.invoke('runs/list', {})
    const { where, sort } = options
    const runs =
      where === undefined && sort === undefined ? all : fitting(all, await app.invoke('runs/columns', {}), options)
    if (options.json) printJson(runs.map(asJson))
    else if (all.length === 0) print('No runs yet. Begin with: glassbox train FOLDER, or glassbox train spirals')
    else if (runs.length === 0) print('No run fits.')
    else
      print(
        table([
          ['id', 'name', 'status', 'data', 'epochs', 'validation', 'test', 'time'],
          ...runs.map((run) => [
            run.id,
            run.name,
            run.status,
            run.data,
            `${run.epochsDone}/${run.epochs}`,
            figures(run.metrics.validation),
            figures(run.metrics.test),
            duration(run.wallSeconds),
          ]),
        ]),
      )
    return EXIT.ok
  })
}

function asJson(run: RunSummary): object {
  const { id, name, status, data, preset, epochs, metrics, startedAt, wallSeconds } = run
  const { tags, experiment, seed, optimizer, learningRate, batchSize, parameterCount, bestEpoch, last } = run
  return {
    ...{ id, name, status, data, preset, epochs, metrics, startedAt, wallSeconds },
    ...{ tags, experiment, seed, optimizer, learningRate, batchSize, parameterCount, bestEpoch, last },
  }
}

/** Those that fit `--where`, in the order of `--sort`. @throws {GlassboxError} `input/invalid` */
function fitting(runs: readonly RunSummary[], columns: RunColumns, { where, sort }: ListOptions): RunSummary[] {
  const fields = fieldsWith(columns)
  const filter = compileFilter(where ?? '', fields, Date.now())
  if ('problem' in filter) throw pointed(where ?? '', filter.problem)
  const found = entriesOf(runs, columns).filter(filter.test)
  return sortEntries(found, keysOf(sort ?? '', fields), fields).map(({ run }) => run)
}

/** The problem with the filter below it and a mark where it is. */
function pointed(where: string, { from, to, message, hint }: QueryProblem): GlassboxError {
  const mark = `${' '.repeat(from)}${'^'.repeat(Math.max(1, to - from))}`
  const shown = where.replaceAll(/\s/g, ' ')
  return new GlassboxError('input/invalid', `${message}\n  ${shown}\n  ${mark}`, hint === undefined ? {} : { hint })
}

function keysOf(sort: string, fields: readonly Field[]): SortKey[] {
  return sort
    .split(',')
    .filter(Boolean)
    .map((typed) => {
      const name = typed.replace(/^-/, '')
      const field = findField(fields, name)
      if (field) return { field: field.name, isDescending: typed.startsWith('-') }
      const meant = nearest(
        name,
        fields.map((one) => one.name),
      )
      throw new GlassboxError('input/invalid', `There is no field "${name}" to sort by.`, {
        hint: meant ? `Did you mean ${meant}?` : 'glassbox runs list --help names the fields.',
      })
    })
}
