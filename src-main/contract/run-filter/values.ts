import type { FieldKind } from './field.ts'

/** From the first value up to before the last: a day is not a moment. */
export interface Range {
  readonly from: number
  readonly to: number
}

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-zµ%]*)$/i
const SCALES: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9 }
const BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 }
const SECONDS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, min: 60, h: 3600, d: 86_400 }
const DAY = 86_400_000

/** How a value of each kind is typed, for who typed another one. */
export const EXAMPLES: Readonly<Partial<Record<FieldKind, string>>> = {
  number: '0.01, 1e-3, 20k',
  share: '0.9, 90%',
  duration: '30s, 5m, 1h30m',
  bytes: '500kB, 20MB',
  time: '2026-11-01, 2026-11-01T14:30, today, yesterday, 7d',
}

/**
 * The number, or the span of time, that a text means; null when it means none.
 * @param now milliseconds since 1970, for `today`, `yesterday` and `7d`, which is seven days ago
 */
export function readValue(kind: FieldKind, text: string, now: number): Range | null {
  if (kind === 'time') return readTime(text, now)
  const value = kind === 'duration' ? readDuration(text) : readNumber(kind, text)
  return value === null ? null : { from: value, to: value }
}

function readNumber(kind: FieldKind, text: string): number | null {
  const [, digits = '', unit = ''] = NUMBER.exec(text) ?? []
  if (digits === '') return null
  if (unit === '') return Number(digits)
  if (kind === 'share') return unit === '%' ? Number(digits) / 100 : null
  const scale = (kind === 'bytes' ? BYTES : SCALES)[unit.toLowerCase()]
  return scale === undefined ? null : Number(digits) * scale
}

/** Seconds of `90`, `90s`, `1h30m`. */
function readDuration(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  if (!/^(\d+(\.\d+)?[a-z]+)+$/i.test(text)) return null
  let seconds = 0
  for (const [, digits = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/gi)) {
    const scale = SECONDS[unit.toLowerCase()]
    if (scale === undefined) return null
    seconds += Number(digits) * scale
  }
  return seconds
}

function readTime(text: string, now: number): Range | null {
  const word = text.toLowerCase()
  if (word === 'today') return dayOf(now)
  if (word === 'yesterday') return dayOf(now - DAY)
  const [, days] = /^(\d{1,5})d$/.exec(word) ?? []
  if (days !== undefined) return dayOf(now - Number(days) * DAY)
  const [, year, month, day, hour, minute] =
    /^(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[t ](\d{1,2}):(\d{2}))?)?$/.exec(word) ?? []
  if (year === undefined || month === undefined) return null
  const [m, d] = [Number(month) - 1, Number(day ?? 1)]
  const start = new Date(Number(year), m, d, Number(hour ?? 0), Number(minute ?? 0))
  // The 31st of a month of 30 days is no date.
  if (start.getMonth() !== m || start.getDate() !== d || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return null
  if (hour !== undefined) return { from: start.getTime(), to: start.getTime() + 60_000 }
  const end = day === undefined ? new Date(Number(year), m + 1, 1) : new Date(Number(year), m, d + 1)
  return { from: start.getTime(), to: end.getTime() }
}

function dayOf(time: number): Range {
  const at = new Date(time)
  const start = (days: number): number => new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).getTime()
  return { from: start(0), to: start(1) }
}
