import * as z from 'zod'
import { SplitName } from '../../src-engine/spec/data.ts'
import { Count } from './common.ts'

export const FindingKind = z.enum([
  'unreadable',
  'notAPicture',
  'leak',
  'conflictingLabels',
  'exactDuplicate',
  'nearDuplicate',
  'imbalance',
  'tinyClass',
  'oddSize',
  'oddRatio',
  'rotated',
  'sixteenBit',
  'cmyk',
  'alpha',
  'animated',
  'oneColour',
  'nearlyBlack',
  'similarNames',
  'changed',
  'missing',
  'constantColumn',
  'missingValues',
])
export type FindingKind = z.infer<typeof FindingKind>

/** A picture or row that a finding is about; `position` is null where the data are not imported. */
export const FoundItem = z.object({
  position: Count.nullable(),
  path: z.string(),
  className: z.string().nullable(),
  split: SplitName.nullable(),
})
export type FoundItem = z.infer<typeof FoundItem>

/** What is wrong with data, what that does to a classifier, and what can be done. */
export const Finding = z.object({
  kind: FindingKind,
  severity: z.enum(['problem', 'warning', 'notice']),
  /** What was found, in a sentence with its number. */
  title: z.string(),
  /** What it does to a classifier. */
  effect: z.string(),
  /** What to do about it by hand. */
  advice: z.string(),
  /** How many items, classes or files it is about. */
  count: Count,
  /** Pictures that belong together, as copies of each other do; one each where they do not. The first thousand. */
  groups: z.array(
    z.object({
      items: z.array(FoundItem),
      /** What is particular about this group: the reason of an unreadable file, the size of an odd one. */
      note: z.string().nullable(),
    }),
  ),
  /** What can be mended at once: a version of the data set without these items. */
  mends: z.array(z.object({ label: z.string(), exclude: z.array(Count) })),
})
export type Finding = z.infer<typeof Finding>

export const Health = z.object({
  level: z.enum(['good', 'notice', 'warning', 'problem']),
  /** The state of a data set in one sentence. */
  sentence: z.string(),
})
export type Health = z.infer<typeof Health>

export const DoctorReport = z.object({ checkedAt: z.number(), health: Health, findings: z.array(Finding) })
export type DoctorReport = z.infer<typeof DoctorReport>
