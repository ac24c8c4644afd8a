import { resolve } from 'node:path'
import { GlassboxError } from '../../../contract/errors.ts'
import type { DatasetReport, TableChoice, TablePreview } from '../../../contract/types.ts'
import { sourceOf } from '../../data-source.ts'
import { EXIT } from '../../exit-codes.ts'
import { print, printJson, table, visible } from '../../output.ts'
import { Progress } from '../../progress.ts'
import { tableChoice, type TableOptions } from '../../table-options.ts'
import { finishJob } from '../../wait.ts'
import { withApp, type GlobalOptions } from '../../with-app.ts'

export type CheckOptions = GlobalOptions & TableOptions

/** Looks at a folder or a file as an import would, and changes nothing. */
export function dataCheck(data: string, options: CheckOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const choice = tableChoice(options)
    const source = await sourceOf(data, choice)
    const file = source && 'file' in source ? source.file : null
    const preview = file === null ? null : await app.invoke('datasets/table-preview', { source: { file }, choice })
    const progress = new Progress()
    const { report } = await finishJob(
      app,
      () => app.invoke('datasets/check', file === null ? { folder: resolve(data) } : { file, table: choice }),
      ({ done, total, perSecond }) =>
        progress.bar(total > 0 ? done / total : 0, `checking ${done}/${total}  ${Math.round(perSecond)}/s`),
    ).finally(() => progress.clear())
    if (!report) throw new GlassboxError('internal', 'The check ended without a report.')
    if (options.json) printJson({ ...report, ...(preview && { table: readingOf(preview) }) })
    else printReport(report, preview)
    return EXIT.ok
  })
}

/** How a table was understood, in the words of the options that change it. */
function readingOf({ dialect, columns, task, missing }: TablePreview): TableChoice {
  return { dialect, columns: columns.map(({ name, type, role }) => ({ name, type, role })), task, missing }
}

function printReport(
  { folder, classes, itemCount, skipped, duplicates }: DatasetReport,
  preview: TablePreview | null,
): void {
  const things = preview ? 'rows' : 'pictures'
  print(`${visible(folder)}: ${itemCount} ${things}, ${classes.length} ${classes.length === 1 ? 'target' : 'classes'}`)
  if (preview) printTable(preview)
  const rows = classes.map(({ name, counts }) => [
    name,
    String(counts.train),
    String(counts.validation),
    String(counts.test),
  ])
  print(table([['class', 'train', 'validation', 'test'], ...rows]))
  if (skipped.length > 0) {
    print(preview ? '\nNoticed:' : `\n${skipped.length} skipped:`)
    print(table(skipped.map(({ path, reason }) => [path, reason])))
  }
  if (duplicates.length > 0) {
    print(`\n${duplicates.length} groups of identical ${things}:`)
    for (const { paths, classes: names } of duplicates)
      print(`${names.length > 1 ? 'in different classes: ' : ''}${paths.map((path) => visible(path)).join(', ')}`)
  }
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
