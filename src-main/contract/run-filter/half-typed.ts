import { complete } from './complete.ts'
import type { Field, RunEntry } from './field.ts'

/** A word, or a field with the beginning of a value. */
const LAST_PART = /(?<=^|[\s(])[^\s():=<>!"-][^\s():=<>!"]*(?:\s*[:=]\s*[^\s():=<>!"]+)?$/

/** The filter without its last part, where that may still become the name of a field or a value; null elsewhere. */
export function withoutHalfTyped(text: string, fields: readonly Field[], entries: readonly RunEntry[]): string | null {
  const found = LAST_PART.exec(text)
  return found && complete(text, text.length, fields, entries).options.length > 0 ? text.slice(0, found.index) : null
}
