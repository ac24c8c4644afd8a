import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { App } from '../../../app/app.ts'
import type { CommandInput } from '../../../contract/contract.ts'
import { GlassboxError } from '../../../contract/errors.ts'
import type { DatasetReport, Finding } from '../../../contract/types.ts'
import { findDataset } from '../../data-source.ts'
import { EXIT } from '../../exit-codes.ts'
import { print, printJson, table, visible } from '../../output.ts'
import { Progress } from '../../progress.ts'
import { finishJob } from '../../wait.ts'
import { withApp, type GlobalOptions } from '../../with-app.ts'

/** Most groups of a finding that are named. */
const NAMED = 5

/** Has the doctor look at a folder or a file, which changes nothing, or at a data set. */
export function dataCheck(data: string, options: GlobalOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const input = await whatIsMeant(app, data)
    const progress = new Progress()
    const { report } = await finishJob(
      app,
      () => app.invoke('datasets/check', input),
      ({ done, total, perSecond }) =>
        progress.bar(total > 0 ? done / total : 0, `checking ${done}/${total}  ${Math.round(perSecond)}/s`),
    ).finally(() => progress.clear())
    if (!report) throw new GlassboxError('internal', 'The check ended without a report.')
    if (options.json) printJson(report)
    else printReport(report)
    return EXIT.ok
  })
}

/** A path where there is one, else a data set; what is neither is refused as a path that leads nowhere. */
async function whatIsMeant(app: App, data: string): Promise<CommandInput<'datasets/check'>> {
  const facts = await stat(resolve(data)).catch(() => null)
  if (facts) return facts.isFile() ? { file: resolve(data) } : { folder: resolve(data) }
  const known = (await app.invoke('datasets/list', {})).some(({ id, name }) => id === data || name === data)
  return known ? { id: (await findDataset(app, data)).id } : { folder: resolve(data) }
}

function printReport({ folder, classes, itemCount, health, findings }: DatasetReport): void {
  print(`${visible(folder)}: ${itemCount} ${itemCount === 1 ? 'item' : 'items'} in ${classes.length} classes`)
  print(visible(health.sentence))
  const rows = classes.map(({ name, counts }) => [
    ...[name, String(counts.train), String(counts.validation), String(counts.test)],
  ])
  print(`\n${table([['class', 'train', 'validation', 'test'], ...rows])}`)
  for (const finding of findings) printFinding(finding)
}

function printFinding({ severity, title, effect, advice, groups }: Finding): void {
  print(`\n${severity}: ${visible(title)}\n  ${visible(effect)}\n  ${visible(advice)}`)
  for (const { items, note } of groups.slice(0, NAMED)) {
    const names = items.map(({ path, split }) => (split === null ? path : `${path} (${split})`)).join(' = ')
    print(`    ${visible(names)}${note === null ? '' : `: ${visible(note)}`}`)
  }
  if (groups.length > NAMED) print(`    and ${groups.length - NAMED} more`)
}
