import type { FieldKind, FieldValue } from '../../../../src-main/contract/run-filter/field.ts'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatTick,
  formatTime,
} from '../../../ui/format.ts'

const EXACT_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'medium' })

/** A value as a cell shows it; a dash where there is none, words where a figure is no number. */
export function cellText(kind: FieldKind, value: FieldValue): string {
  if (value === null || value === '') return '–'
  if (typeof value !== 'number') return typeof value === 'string' ? value : value.join(', ') || '–'
  if (Number.isNaN(value)) return 'not a number'
  switch (kind) {
    case 'share':
      return formatPercent(value)
    case 'bytes':
      return formatBytes(value)
    case 'duration':
      return formatDuration(value)
    case 'time':
      return formatTime(value)
    default:
      if (Number.isInteger(value)) return formatCount(value)
      // What a person has set is shown as it was: 0.001.
      return Number(value.toPrecision(3)) === value ? formatTick(value) : formatNumber(value)
  }
}

/** The same with every digit. */
export function exactText(kind: FieldKind, value: FieldValue): string {
  if (typeof value !== 'number' || Number.isNaN(value)) return cellText(kind, value)
  if (kind === 'time') return EXACT_TIME.format(value)
  return kind === 'share' ? `${value * 100} %` : kind === 'duration' ? `${value} s` : String(value)
}
