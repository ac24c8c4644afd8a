import type { RunSummary } from '../types.ts'

/** A run as filters, sorting and columns see it. */
export interface RunEntry {
  readonly run: RunSummary
  /** Bytes of the weights that are kept; null until it is known. */
  readonly keptBytes: number | null
  /** A setting as JSON, undefined where the run has none of that path, or all have the same. */
  readonly setting: (path: string) => string | undefined
}

/** `choice` is compared as a whole, `text` by what it contains. Durations are seconds, times milliseconds since 1970. */
export type FieldKind = 'text' | 'choice' | 'tags' | 'number' | 'share' | 'duration' | 'bytes' | 'time'

/** NaN stands for a figure that was measured and is no number, null for what there is none of. */
export type FieldValue = number | string | readonly string[] | null

/** Something that runs are filtered and sorted by. */
export interface Field {
  readonly name: string
  readonly kind: FieldKind
  /** What it is in a few words. */
  readonly about: string
  /** Shorter names that may be typed for it. */
  readonly aliases?: readonly string[]
  /** All values that it can have, where that is known: any other is a typing error. */
  readonly values?: readonly string[]
  readonly valueOf: (entry: RunEntry) => FieldValue
}

const NUMERIC: readonly FieldKind[] = ['number', 'share', 'duration', 'bytes', 'time']
/** Whether values of the kind have an order beside the alphabet's. */
export const isNumeric = (kind: FieldKind): boolean => NUMERIC.includes(kind)

/** The field of that name, or of that alias; case does not matter. */
export function findField(fields: readonly Field[], name: string): Field | undefined {
  const wanted = name.toLowerCase()
  return fields.find((field) => field.name.toLowerCase() === wanted || field.aliases?.includes(wanted))
}
