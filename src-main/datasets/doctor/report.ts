import type { DoctorReport, Finding, Health } from '../../contract/types.ts'
import { counted, type Examined, type Finder } from './examined.ts'
import { imbalance, tinyClass } from './findings/class-sizes.ts'
import { constantColumn, missingValues } from './findings/columns.ts'
import { conflictingLabels } from './findings/conflicting-labels.ts'
import { exactDuplicate } from './findings/exact-duplicate.ts'
import { changed, missing } from './findings/files-since.ts'
import { leak } from './findings/leak.ts'
import { nearDuplicate } from './findings/near-duplicate.ts'
import { oddRatio, oddSize } from './findings/odd-sizes.ts'
import { similarNames } from './findings/similar-names.ts'
import { traits } from './findings/traits.ts'
import { notAPicture, unreadable } from './findings/unreadable.ts'

/** In the order in which they are told, of the same severity. */
const FINDERS: readonly Finder[] = [
  ...[leak, conflictingLabels, missing, changed, tinyClass, unreadable, exactDuplicate, nearDuplicate],
  ...[imbalance, similarNames, traits, oddSize, oddRatio, constantColumn, missingValues, notAPicture],
]
const SEVERITIES: readonly Finding['severity'][] = ['problem', 'warning', 'notice']

/** Everything that can be told from what was examined, the worst first. @param now milliseconds since 1970 */
export function reportOn(examined: Examined, now: number): DoctorReport {
  const all = FINDERS.flatMap((find) => find(examined))
  const findings = SEVERITIES.flatMap((severity) => all.filter((finding) => finding.severity === severity))
  return { checkedAt: now, health: healthOf(examined, findings), findings }
}

/** The worst of it, and how much else there is. */
function healthOf(examined: Examined, findings: readonly Finding[]): Health {
  const [worst, ...others] = findings
  const all = counted(examined, examined.items.length)
  if (!worst) return { level: 'good', sentence: `Nothing is wrong with these ${all}.` }
  const more =
    others.length === 1 ? ' One more thing is worth a look.' : ` ${others.length} more things are worth a look.`
  if (worst.severity === 'notice')
    return {
      level: 'notice',
      sentence: `Nothing is wrong with these ${all}; ${findings.length === 1 ? 'one thing is' : `${findings.length} things are`} good to know.`,
    }
  return { level: worst.severity, sentence: `${worst.title}${others.length > 0 ? more : ''}` }
}
