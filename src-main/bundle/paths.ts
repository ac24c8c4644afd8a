/** What stands where a place on somebody's disk was named. */
const GONE = '[path]'

/** Where an absolute path begins: in the folders of Unix, on a drive or a server of Windows, as an address. */
const START = String.raw`(?:file:\/{2,3}|[A-Za-z]:[\\/]|\\\\(?=[^\\\s])|\/(?=[^\s/]))`
/** What follows of a path; the punctuation of a sentence behind it stays. */
const REST = String.raw`[^\s"'<>|,;)\]}]*(?<![.:!?])`
const QUOTED = new RegExp(String.raw`(["'“‘])${START}[^"'”’\n]*(?=["'”’])`, 'gu')
const BARE = new RegExp(String.raw`(?<![\p{L}\p{N}_.\-/\\\]])${START}${REST}`, 'gu')

/**
 * A function that takes absolute paths out of texts.
 * @param folders whose names may hold spaces and whatever else a pattern cannot tell from prose
 */
export function pathRemover(folders: readonly string[]): (text: string) => string {
  // The longest first: one may lie in another.
  const known = [...new Set(folders)].filter((folder) => folder.length > 1).sort((a, b) => b.length - a.length)
  const patterns = known.map((folder) => new RegExp(`${escaped(folder)}${REST}`, 'gu'))
  return (text) => {
    let clean = text
    for (const pattern of patterns) clean = clean.replace(pattern, GONE)
    return clean.replace(QUOTED, `$1${GONE}`).replace(BARE, GONE)
  }
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

/** The same value with every text in it changed, names of properties aside. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((entry) => mapTexts(entry, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapTexts(entry, change)]))
}

const CONTROL = /\p{Cc}/u
const NOT_PORTABLE = /[\p{Cc}\\]|(?<=^[A-Za-z]):/gu

/** Whether a name is one line of text. */
export const isOneLine = (text: string): boolean => !CONTROL.test(text)

/** A path inside a folder that names the same place on every system, and nothing outside of it. */
export function isInside(path: string): boolean {
  const parts = path.split('/')
  return path.search(NOT_PORTABLE) < 0 && parts.every((part) => part !== '' && part !== '.' && part !== '..')
}

/** Characters that some system reads as something else become underscores. */
export const portable = (path: string): string => path.replaceAll(NOT_PORTABLE, '_')
export const oneLine = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ')
