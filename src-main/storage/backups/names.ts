/** The folder of copies inside a home folder. */
export const BACKUPS_FOLDER = 'backups'

/** What a copy was made for: a day, or the format it had before it was brought up to date. */
export interface BackupName {
  readonly file: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Null for the copy of a day. */
  readonly format: number | null
}

const PATTERN = /^glassbox-(?:format(\d+)-)?(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})\.sqlite$/

/** `glassbox-2026-11-30T02-20-00.sqlite`, with `format3-` before the date for a copy made before a migration; in UTC. */
export function backupName(at: number, format: number | null): string {
  return `glassbox-${format === null ? '' : `format${format}-`}${fileDate(at)}.sqlite`
}

/** A moment as a part of a file's name: no colons, which Windows does not allow. */
export function fileDate(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')
}

/** @returns null for a file that no copy is called like */
export function parseBackupName(file: string): BackupName | null {
  const parts = PATTERN.exec(file)
  if (!parts) return null
  const [, format, day, hours, minutes, seconds] = parts
  const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`)
  return { file, at, format: format === undefined ? null : Number(format) }
}
