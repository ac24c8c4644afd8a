import type { ErrorCode } from '../../../contract/errors.ts'
import type { FindingKind, SkippedFile } from '../../../contract/types.ts'
import { listed, verb, type Finder } from '../examined.ts'

const UNREADABLE: ReadonlySet<ErrorCode> = new Set([
  'picture/empty',
  'picture/damaged',
  'picture/too-large',
  'picture/unreadable',
  'dataset/no-permission',
  'dataset/not-found',
  'dataset/no-pictures',
])
const OTHERS: ReadonlySet<ErrorCode> = new Set(['picture/unsupported', 'dataset/no-classes'])

/** Files and folders that could not be read. */
export const unreadable: Finder = ({ skipped }) =>
  ofSkipped(skipped, UNREADABLE, 'unreadable', 'warning', {
    title: (count) => `${count} ${verb(count, 'file cannot be read', 'files cannot be read')}.`,
    effect: 'What cannot be read is not learnt. If much of one class is among it, that class is short of examples.',
    advice: 'The reason stands beside each of them. Copy, download or convert them again, then import the folder anew.',
  })

/** Files that are something else, or belong to no class. */
export const notAPicture: Finder = ({ skipped }) =>
  ofSkipped(skipped, OTHERS, 'notAPicture', 'notice', {
    title: (count) => `${count} ${verb(count, 'file was', 'files were')} left out: no picture, or of no class.`,
    effect: 'None, as long as no picture of yours is among them.',
    advice: 'The reason stands beside each of them, and what to do if it should be a picture.',
  })

function ofSkipped(
  skipped: readonly SkippedFile[],
  codes: ReadonlySet<ErrorCode>,
  kind: FindingKind,
  severity: 'warning' | 'notice',
  { title, ...words }: { title: (count: number) => string; effect: string; advice: string },
): ReturnType<Finder> {
  const files = skipped.filter(({ code }) => codes.has(code))
  if (files.length === 0) return []
  const groups = listed(
    files.map(({ path, reason }) => ({
      items: [{ position: null, path, className: null, split: null }],
      note: reason,
    })),
  )
  return [{ kind, severity, title: title(files.length), ...words, count: files.length, groups, mends: [] }]
}
