import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { App } from '../../../app/app.ts'
import type { CommandInput } from '../../../contract/contract.ts'
import { GlassboxError } from '../../../contract/errors.ts'
import type { DatasetReport, Finding, TableChoice, TablePreview } from '../../../contract/types.ts'
import { findDataset, sourceOf } from '../../data-source.ts'
import { EXIT } from '../../exit-codes.ts'
import { print, printJson, table, visible } from '../../output.ts'
import { Progress } from '../../progress.ts'
import { tableChoice, type TableOptions } from '../../table-options.ts'
import { finishJob } from '../../wait.ts'
import { withApp, type GlobalOptions } from '../../with-app.ts'

export type CheckOptions = GlobalOptions & TableOptions

/** Most groups of a finding that are named. */
const NAMED = 5

/** Has the doctor look at a folder or a file, which stay as they are, or at a data set. */
export function dataCheck(data: string, options: CheckOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const choice = tableChoice(options)
    const input = await whatIsMeant(app, data, choice)
    const preview = 'file' in input ? await app.invoke('datasets/table-preview', { source: input, choice }) : null
    const progress = new Progress()
    const { report } = await finishJob(
      app,
      () => app.invoke('datasets/check', input),
      ({ done, total, perSecond }) =>
        progress.bar(total > 0 ? done / total : 0, `checking ${done}/${total}  ${Math.round(perSecond)}/s`),
    ).finally(() => progress.clear())
    if (!report) throw new GlassboxError('internal', 'The check ended without a report.')
    if (options.json) printJson({ ...report, ...(preview && { table: readingOf(preview) }) })
    else printReport(report, preview)
    return EXIT.ok
  })
}

/** A path where there is one, else a data set; what is neither is refused as a path that leads nowhere. */
async function whatIsMeant(
  app: App,
  data: string,
  choice: TableChoice | undefined,
): Promise<CommandInput<'datasets/check'>> {
  const source = await sourceOf(data, choice)
  if (source && 'file' in source) return { file: source.file, table: choice }
  const isThere = await stat(resolve(data)).catch(() => null)
  const known = (await app.invoke('datasets/list', {})).some(({ id, name }) => id === data || name === data)
  return known && !isThere ? { id: (await findDataset(app, data)).id } : { folder: resolve(data) }
}

/** How a table was understood, in the words of the options that change it. */
function readingOf({ dialect, columns, task, missing }: TablePreview): TableChoice {
  return { dialect, columns: columns.map(({ name, type, role }) => ({ name, type, role })), task, missing }
}

function printReport(
  { folder, classes, itemCount, health, findings, skipped }: DatasetReport,
  preview: TablePreview | null,
): void {
  const isTable = preview !== null
  const things = isTable ? 'rows' : 'items'
  print(`${visible(folder)}: ${itemCount} ${things}, ${classes.length} ${classes.length === 1 ? 'target' : 'classes'}`)
  print(visible(health.sentence))
  if (preview) printTable(preview)
  const rows = classes.map(({ name, counts }) => [
    ...[name, String(counts.train), String(counts.validation), String(counts.test)],
  ])
  print(`\n${table([['class', 'train', 'validation', 'test'], ...rows])}`)
  if (isTable && skipped.length > 0) {
    print('\nNoticed:')
    print(table(skipped.map(({ path, reason }) => [path, reason])))
  }
  for (const finding of findings) printFinding(finding)
}

const MARKS: Record<TablePreview['dialect']['delimiter'], string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
}

function printTable({ dialect, columns, task, missing }: TablePreview): void {
  const { delimiter, header, decimal, encoding } = dialect
  const first = header ? 'names in the first row' : 'no names'
  print(`${task}; divided by ${MARKS[delimiter]}, ${first}, decimal "${decimal}", ${encoding}; missing: ${missing}`)
  print(
    table([
      ['column', 'type', 'role', 'examples'],
      ...columns.map(({ name, type, role, examples }) => [name, type, role, examples.join(', ')]),
    ]),
  )
  print('')
}

function printFinding({ severity, title, effect, advice, groups }: Finding): void {
  print(`\n${severity}: ${visible(title)}\n  ${visible(effect)}\n  ${visible(advice)}`)
  for (const { items, note } of groups.slice(0, NAMED)) {
    const names = items.map(({ path, split }) => (split === null ? path : `${path} (${split})`)).join(' = ')
    print(`    ${visible(names)}${note === null ? '' : `: ${visible(note)}`}`)
  }
  if (groups.length > NAMED) print(`    and ${groups.length - NAMED} more`)
}
