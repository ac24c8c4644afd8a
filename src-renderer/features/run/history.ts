import {
  condensed,
  CONDENSED_POINTS,
  eachSeries,
  MOST_POINTS,
  type CurveHistory,
} from '../../../src-main/contract/curve-history.ts'
import type { RunHistory } from '../../../src-main/contract/types.ts'

export function emptyHistory(): RunHistory {
  return eachSeries(() => new Float64Array())
}

/** The last epoch of every point. */
export const lastEpochs = (history: CurveHistory): Float64Array => (history.high ?? history).epoch

/** The history with the epochs of later saves behind it; the same history when it has them already. */
export function withEpochs(history: CurveHistory, saves: readonly CurveHistory[]): CurveHistory {
  const parts: CurveHistory[] = []
  let last = lastEpochs(history).at(-1) ?? 0
  for (const save of saves) {
    const ends = lastEpochs(save)
    const known = ends.findLastIndex((epoch) => epoch <= last) + 1
    if (known === ends.length) continue
    parts.push(slice(save, known, ends.length))
    last = ends.at(-1) ?? last
  }
  if (parts.length === 0) return history
  const next = behindEachOther([history, ...parts])
  // Where epochs are drawn together already, nobody is served by twenty thousand points that are copied with every save.
  const most = next.high ? 2 * CONDENSED_POINTS : MOST_POINTS
  return next.epoch.length > most ? condensed(next, CONDENSED_POINTS) : next
}

/** A history in which one part is known more closely: its points stand in place of those that cover the same epochs. */
export function refined(history: CurveHistory, part: CurveHistory): CurveHistory {
  const first = part.epoch[0]
  const last = lastEpochs(part).at(-1)
  if (first === undefined || last === undefined) return history
  const before = lastEpochs(history).findIndex((epoch) => epoch >= first)
  const after = history.epoch.findIndex((epoch) => epoch > last)
  const { length } = history.epoch
  return behindEachOther([
    slice(history, 0, before < 0 ? length : before),
    part,
    slice(history, after < 0 ? length : after, length),
  ])
}

function behindEachOther(parts: readonly CurveHistory[]): CurveHistory {
  const values = eachSeries((name) => joined(parts.map((part) => part[name])))
  if (parts.every(({ high }) => high === undefined)) return values
  return { ...values, high: eachSeries((name) => joined(parts.map((part) => (part.high ?? part)[name]))) }
}

function slice(history: CurveHistory, from: number, to: number): CurveHistory {
  const { high } = history
  return {
    ...eachSeries((name) => history[name].subarray(from, to)),
    high: high && eachSeries((name) => high[name].subarray(from, to)),
  }
}

function joined(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
