import type { App } from '../../app/app.ts'
import { EXIT } from '../exit-codes.ts'
import { percent, print, printJson, table } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

/** What two runs, or two groups of seeds, differ in, and whether what came out is more than chance. */
export function runsDiff(a: string, b: string, options: GlobalOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const comparison = await app.invoke('runs/compare', { a: await idsOf(app, a), b: await idsOf(app, b) })
    if (options.json) {
      const { a: one, b: other, ...rest } = comparison
      printJson({ a: one.runs.map(({ id }) => id), b: other.runs.map(({ id }) => id), ...rest })
      return EXIT.ok
    }
    const { differences, metrics, verdict } = comparison
    if (differences.length === 0) print('The settings are the same.')
    else print(table([['setting', 'A', 'B'], ...differences.map((one) => [one.path, one.a ?? '–', one.b ?? '–'])]))
    if (metrics.length > 0)
      print(
        table([
          ['metric', 'A', 'B', 'B − A', 'p'],
          ...metrics.map(({ name, a: one, b: other, difference, p }) => [
            name,
            withSpread(name, one),
            withSpread(name, other),
            shown(name, difference),
            p.toFixed(3),
          ]),
        ]),
      )
    print(verdict)
    return EXIT.ok
  })
}

/** A run with the others of its seed group, when it is named as GROUP:RUN; otherwise the run alone. */
async function idsOf(app: App, name: string): Promise<string[]> {
  const isGroup = name.startsWith('group:')
  const run = await app.invoke('runs/find', { run: isGroup ? name.slice('group:'.length) : name })
  if (!isGroup || run.groupId === null) return [run.id]
  const all = await app.invoke('runs/list', {})
  return all.filter(({ groupId }) => groupId === run.groupId).map(({ id }) => id)
}

const isShare = (name: string): boolean => name.endsWith('accuracy')
const shown = (name: string, value: number): string => (isShare(name) ? percent(value) : value.toPrecision(4))

function withSpread(name: string, { mean, deviation }: { mean: number; deviation: number | null }): string {
  return deviation === null ? shown(name, mean) : `${shown(name, mean)} ± ${shown(name, deviation)}`
}
