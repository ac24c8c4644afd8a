import { reportOf, type CheckReport } from '../check.ts'
import type { JobOptions } from '../each-picture.ts'
import { ProgressReporter } from '../progress.ts'
import type { ExamineRequest } from '../protocol.ts'
import { examine, type LostFiles } from './examine.ts'
import { statesOf } from './lost-files.ts'

/**
 * Looks at a data set that is imported, and at whether its files are what they were.
 * @throws {GlassboxError} `dataset/cache-damaged`, `cancelled`
 */
export async function examineDataset(
  { patient, originals }: ExamineRequest,
  options: JobOptions,
): Promise<CheckReport> {
  const lost = originals ? await lostFiles(patient.items.length, originals, options) : undefined
  return reportOf(patient, await examine(patient, lost, options.signal))
}

async function lostFiles(
  count: number,
  { files, areShared, since }: NonNullable<ExamineRequest['originals']>,
  { onProgress, signal }: JobOptions,
): Promise<LostFiles> {
  const progress = new ProgressReporter(files.length, (now) => onProgress?.(now))
  const states = await statesOf(files, since, () => progress.add('done'), signal)
  const indices = [...Array(count).keys()]
  // Of a few files that hold all pictures, one is as good as all.
  const stateAt = (index: number) =>
    areShared
      ? (states.find((state) => state === 'missing') ?? states.find((state) => state === 'changed'))
      : states[index]
  return {
    changed: indices.filter((index) => stateAt(index) === 'changed'),
    missing: indices.filter((index) => stateAt(index) === 'missing'),
  }
}
