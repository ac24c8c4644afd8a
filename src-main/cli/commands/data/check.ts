import type { DatasetReport } from '../../../contract/types.ts'
import { GlassboxError } from '../../../contract/errors.ts'
import { resolve } from 'node:path'
import { EXIT } from '../../exit-codes.ts'
import { print, printJson, table, visible } from '../../output.ts'
import { Progress } from '../../progress.ts'
import { finishJob } from '../../wait.ts'
import { withApp, type GlobalOptions } from '../../with-app.ts'

/** Looks at a folder as an import would, and changes nothing. */
export function dataCheck(folder: string, options: GlobalOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const progress = new Progress()
    const { report } = await finishJob(
      app,
      () => app.invoke('datasets/check', { folder: resolve(folder) }),
      ({ done, total, perSecond }) =>
        progress.bar(total > 0 ? done / total : 0, `checking ${done}/${total}  ${Math.round(perSecond)}/s`),
    )
    progress.clear()
    if (!report) throw new GlassboxError('internal', 'The check ended without a report.')
    if (options.json) printJson(report)
    else printReport(report)
    return EXIT.ok
  })
}

function printReport({ folder, classes, itemCount, skipped, duplicates }: DatasetReport): void {
  print(`${visible(folder)}: ${itemCount} pictures in ${classes.length} classes`)
  const rows = classes.map(({ name, counts }) => [
    name,
    String(counts.train),
    String(counts.validation),
    String(counts.test),
  ])
  print(table([['class', 'train', 'validation', 'test'], ...rows]))
  if (skipped.length > 0) {
    print(`\n${skipped.length} skipped:`)
    print(table(skipped.map(({ path, reason }) => [path, reason])))
  }
  if (duplicates.length > 0) {
    print(`\n${duplicates.length} groups of identical pictures:`)
    for (const { paths, classes: names } of duplicates)
      print(`${names.length > 1 ? 'in different classes: ' : ''}${paths.map((path) => visible(path)).join(', ')}`)
  }
}
