const THIN_SPACE = '\u2009'
const MINUS = '\u2212'

/** A whole number with thin spaces between groups of three: 12 345. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE)
}

/** From so many on a count is told short where it has little room. */
const LONG_COUNT = 100_000

/** A count where there is little room: 12 345, 123k, 1M, 1.23M. Cut off, not rounded: 999 999 of 1 000 000 is 999k. */
export function formatShortCount(value: number): string {
  if (value < LONG_COUNT) return formatCount(value)
  const [unit, name] = value < 1e6 ? [1e3, 'k'] : [1e6, 'M']
  const decimals = 10 ** Math.max(0, 2 - Math.floor(Math.log10(value / unit)))
  return `${Math.floor(value / (unit / decimals)) / decimals}${name}`
}

/** "1 picture", "2 pictures". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Four significant digits at most, scientific below 0.001, so that a small loss never reads 0.00. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`
  const size = Math.abs(value)
  const text = size === 0 ? '0' : size < 1e-3 || size >= 1e5 ? size.toExponential(digits - 1) : decimals(size, digits)
  return (value < 0 ? MINUS : '') + text.replace('e-', `e${MINUS}`).replace('e+', 'e')
}

function decimals(size: number, digits: number): string {
  const whole = Math.floor(Math.log10(size)) + 1
  return size.toFixed(Math.max(0, digits - whole))
}

/** A difference or a weight: always with its sign. */
export function formatSigned(value: number, digits = 3): string {
  return value > 0 ? `+${formatNumber(value, digits)}` : formatNumber(value, digits)
}

/** A share of one as per cent with one decimal. */
export function formatPercent(share: number | null): string {
  if (share === null) return '–'
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–'
}

/** A number on an axis: no more digits than it needs. */
export function formatTick(value: number): string {
  const size = Math.abs(value)
  const text = size >= 1e5 || (size < 1e-4 && size > 0) ? value.toExponential() : String(Number(value.toPrecision(3)))
  return text.replaceAll('-', MINUS).replace('e+', 'e')
}

/** A share of one on an axis. */
export function formatPercentTick(share: number): string {
  return `${formatTick(share * 100)} %`
}

/** Seconds as 0.8 s, 12 s, 1 m 20 s, 2 h 05 m. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} m`
}

/** Time that is left, as "12 s left"; of less than a second only that it is nearly over. */
export function formatLeft(seconds: number): string {
  return seconds < 1 ? 'almost done' : `${formatDuration(seconds)} left`
}

/** Units per second: 3 210 img/s, 4.2 files/s. */
export function formatRate(perSecond: number, unit: string): string {
  return `${perSecond < 10 ? formatNumber(perSecond, 2) : formatCount(perSecond)} ${unit}/s`
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** Bytes as 512 B, 1.5 MB, 230 GB: units of 1000, two digits at least. */
export function formatBytes(bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= 999.5 && unit < BYTE_UNITS.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit > 0 && size < 9.95 ? size.toFixed(1) : Math.round(size)} ${BYTE_UNITS[unit]}`
}

/** Making one takes longer than to write a date with it. */
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short' })

/** Milliseconds since 1970 as local "20 Nov, 09:32", with the year when it is not this one. */
export function formatTime(milliseconds: number, now = Date.now()): string {
  const date = new Date(milliseconds)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  const year = sameYear ? '' : ` ${date.getFullYear()}`
  const month = MONTH.format(date)
  return `${date.getDate()} ${month}${year}, ${pad(date.getHours())}:${pad(date.getMinutes())}`
}

/** 64×64×3, with thin spaces in large numbers. */
export function formatShape(shape: readonly number[]): string {
  return shape.map(formatCount).join('×')
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
