import { extname } from 'node:path'
import { GlassboxError } from '../../contract/errors.ts'
import { MANY_LOOKS, manyLooks, noteLooks } from '../../contract/test-looks.ts'
import { EXIT } from '../exit-codes.ts'
import { figures } from '../figures.ts'
import { note, print, printJson, table, visible } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'
import { writeNew } from '../write-new.ts'

export interface CompareOptions extends GlobalOptions {
  readonly report?: string
}

/** What is written, by the ending of the file. */
const FORMATS = new Map([
  ['.html', 'html'],
  ['.csv', 'csv'],
  ['.json', 'json'],
  ['.svg', 'svg'],
] as const)
type Ending = Parameters<(typeof FORMATS)['get']>[0]

/** Many runs beside each other: what differs, what came out, and whether that is more than chance. */
export function runsCompare(names: readonly string[], { report, ...options }: CompareOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const runs = await Promise.all(names.map((run) => app.invoke('runs/find', { run })))
    const ids = runs.map(({ id }) => id)
    if (report !== undefined) {
      const format = formatOf(report)
      const { text } = await app.invoke('runs/report', { ids, format })
      await writeNew(report, text)
      if (options.json) printJson({ file: report, runs: ids })
      else print(`Written to ${visible(report)}.`)
      return EXIT.ok
    }
    if (options.json) {
      process.stdout.write((await app.invoke('runs/report', { ids, format: 'json' })).text)
      return EXIT.ok
    }
    const differences = await app.invoke('runs/differences', { ids })
    if (differences.length === 0) print('The settings are the same.')
    else
      print(
        table([
          ['setting', ...runs.map(({ name }) => name)],
          ...differences.map(({ path, values }) => [path, ...values.map((value) => value ?? '–')]),
        ]),
      )
    print(
      table([
        ['run', 'status', 'best epoch', 'validation', 'test'],
        ...runs.map(({ name, status, bestEpoch, metrics }) => [
          ...[name, status, String(bestEpoch ?? '–'), figures(metrics.validation), figures(metrics.test)],
        ]),
      ]),
    )
    const compared = await app.invoke('runs/compare-with-first', { ids })
    const nameOf = (at: number): string => visible(runs[at]?.name ?? '')
    for (const [at, { answers, reason }] of compared.entries())
      print(`A ${nameOf(0)}, B ${nameOf(at + 1)}: ${answers?.verdict ?? reason}`)
    const tested = compared.filter(({ answers }) => answers?.split === 'test').map(({ b }) => b)
    const looks = await noteLooks(app, tested.length > 0 ? [...ids.slice(0, 1), ...tested] : [])
    if (looks >= MANY_LOOKS) note(manyLooks(looks))
    return EXIT.ok
  })
}

function formatOf(file: string) {
  const format = FORMATS.get(extname(file).toLowerCase() as Ending)
  if (format) return format
  throw new GlassboxError('input/invalid', `"${file}" says nothing of what it should be.`, {
    hint: `Let it end with ${[...FORMATS.keys()].join(', ')}.`,
  })
}
