import type { z } from 'zod'
import type { CurvePoints, RunHistory } from './types.ts'

/** A run's curves as they are drawn: one point per epoch, or of a long run one for several. */
export type CurveHistory = z.infer<typeof CurvePoints>

/** More points than this are drawn together: no screen shows them, and whoever holds or sends them copies them. */
export const MOST_POINTS = 20_000
/** As many remain. */
export const CONDENSED_POINTS = 2400

export function eachSeries(values: (name: keyof RunHistory) => Float64Array<ArrayBuffer>): RunHistory {
  return {
    ...{ epoch: values('epoch'), seconds: values('seconds'), loss: values('loss'), accuracy: values('accuracy') },
    ...{ val_loss: values('val_loss'), val_accuracy: values('val_accuracy') },
    ...{ mae: values('mae'), val_mae: values('val_mae') },
  }
}

/**
 * So many points at most, of about as many epochs each, with the least and the most of everything that they stand for. Counted
 * in epochs, not in points: whatever is condensed again and again would have the fewest points where it began.
 */
export function condensed(history: CurveHistory, points: number): CurveHistory {
  const starts = startsOf(history, points)
  /** @param way 1 for the least, −1 for the most */
  const extremes = (values: Float64Array, way: 1 | -1): Float64Array<ArrayBuffer> => {
    const found = new Float64Array(starts.length).fill(NaN)
    for (let point = 0; point < starts.length; point++) {
      let best = Infinity
      for (let index = starts[point]!, end = starts[point + 1] ?? values.length; index < end; index++) {
        const value = way * values[index]!
        // Nothing is less than −∞, and it is no value; a comparison with NaN is false.
        if (value < best && value > -Infinity) best = value
      }
      if (best < Infinity) found[point] = way * best
    }
    return found
  }
  return {
    ...eachSeries((name) => extremes(history[name], 1)),
    high: eachSeries((name) => extremes((history.high ?? history)[name], -1)),
  }
}

/** The index of the first of those that each new point stands for. */
function startsOf(history: CurveHistory, points: number): number[] {
  const { epoch } = history
  const first = epoch[0] ?? 0
  const span = ((history.high ?? history).epoch.at(-1) ?? 0) + 1 - first
  const starts: number[] = []
  let before = -1
  for (let index = 0; index < epoch.length; index++) {
    const point = Math.floor(((epoch[index]! - first) * points) / span)
    if (point > before) starts.push(index)
    before = point
  }
  return starts
}

/** The epochs of one save as they are told: of very many so many points, the last epoch for itself. */
export function told(saved: RunHistory): CurveHistory {
  const last = saved.epoch.length - 1
  if (last < MOST_POINTS) return saved
  const before = condensed(
    eachSeries((name) => saved[name].slice(0, last)),
    CONDENSED_POINTS,
  )
  const withLast = (points: RunHistory): RunHistory =>
    eachSeries((name) => Float64Array.of(...points[name], saved[name][last] ?? NaN))
  return { ...withLast(before), high: before.high && withLast(before.high) }
}
