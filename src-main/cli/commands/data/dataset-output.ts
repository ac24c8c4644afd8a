import type { DatasetSummary, SkippedFile } from '../../../contract/types.ts'
import { summaryLine } from '../../import-data.ts'
import { print, table } from '../../output.ts'

/** What `data import`, `data list` and `data show` print of a data set as JSON; `docs/command-line.md` promises it. */
export function datasetJson(dataset: DatasetSummary) {
  const { id, name, folder, builtIn, task, columns, classes, itemCount, skippedCount } = dataset
  const { split, prepare, contentSha256, version, parentId, health, createdAt } = dataset
  return {
    ...{ id, name, folder, builtIn, task, columns, classes, itemCount, skippedCount },
    ...{ split, prepare, contentSha256, version, parentId, health, createdAt },
  }
}

export function printDataset(dataset: DatasetSummary & { readonly skipped: readonly SkippedFile[] }): void {
  const { id, folder, builtIn, prepare, classes, skipped, health } = dataset
  print(`${summaryLine(dataset)} (${id})`)
  print(`from ${folder ?? (builtIn === null ? 'an upload' : 'Glassbox itself')}`)
  if (prepare) print(`prepared as ${prepare.size.join('×')} ${prepare.channels}`)
  if (health) print(health.sentence)
  const rows = classes.map(({ name, counts }) => [
    ...[name, String(counts.train), String(counts.validation), String(counts.test)],
  ])
  print(table([['class', 'train', 'validation', 'test'], ...rows]))
  if (skipped.length === 0) return
  print(`\n${skipped.length} skipped:`)
  print(table(skipped.map(({ path, reason }) => [path, reason])))
}
