import { formatNumber, plural } from '../ui/format.ts'

interface Notable {
  readonly smoothing: number
  readonly isLogX: boolean
  readonly isLogY: boolean
  /** Where the value axis starts; null where it is logarithmic and cannot start at zero. */
  readonly start: string | null
  readonly isFromZero: boolean
  readonly leftOut: number
  /** Whether a point stands for many values. */
  readonly isThinned: boolean
}

/** What a chart has to say of itself, so that nobody takes it for more than it is. */
export function chartNotes({ smoothing, isLogX, isLogY, start, isFromZero, leftOut, isThinned }: Notable): string[] {
  const axes = isLogX ? (isLogY ? 'both axes logarithmic' : 'x logarithmic') : isLogY && 'logarithmic'
  return [
    smoothing > 0 && `smoothed ${formatNumber(smoothing, 2)}${isThinned ? ' over the middles' : ''}`,
    axes,
    start !== null && !isFromZero && `y starts at ${start}`,
    leftOut > 0 && `${plural(leftOut, 'value')} of 0 or less left out`,
    isThinned && 'low–high of several epochs',
  ].filter((note) => note !== false)
}
