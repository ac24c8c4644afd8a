import type { RunHistory } from '../../../src-main/contract/types.ts'

/**
 * A run's curves as they are drawn: one point per epoch, or of a long run one for several. Then the arrays hold the least
 * of what a point stands for (its first epoch), and those of `high` the most (its last epoch).
 */
export interface CurveHistory extends RunHistory {
  readonly high?: RunHistory | undefined
}

/** More points than this are drawn together: no screen shows them, and every new epoch copies them. */
export const MOST_POINTS = 20_000
/** As many remain. */
export const CONDENSED_POINTS = 2400

export function emptyHistory(): RunHistory {
  return eachSeries(() => new Float64Array())
}

/** The last epoch of every point. */
export const lastEpochs = (history: CurveHistory): Float64Array => (history.high ?? history).epoch

/** The history with the epochs of later saves behind it; the same history when it has them already. */
export function withEpochs(history: CurveHistory, saves: readonly RunHistory[]): CurveHistory {
  const parts: RunHistory[] = []
  let last = lastEpochs(history).at(-1) ?? 0
  for (const save of saves) {
    const known = save.epoch.findLastIndex((epoch) => epoch <= last) + 1
    if (known === save.epoch.length) continue
    parts.push(eachSeries((name) => save[name].subarray(known)))
    last = save.epoch.at(-1) ?? last
  }
  if (parts.length === 0) return history
  const next = behindEachOther([history, ...parts])
  return next.epoch.length > MOST_POINTS ? condensed(next, CONDENSED_POINTS) : next
}

/** So many points of about as many epochs each, with the least and the most of everything that they stand for. */
export function condensed(history: CurveHistory, points: number): CurveHistory {
  const { length } = history.epoch
  const start = (point: number): number => Math.floor((point * length) / points)
  const extremes = (values: Float64Array, better: (a: number, b: number) => number): Float64Array<ArrayBuffer> =>
    Float64Array.from({ length: points }, (_, point) => {
      let found = NaN
      for (let index = start(point); index < start(point + 1); index++) {
        const value = values[index] ?? NaN
        if (Number.isFinite(value)) found = Number.isNaN(found) ? value : better(found, value)
      }
      return found
    })
  return {
    ...eachSeries((name) => extremes(history[name], Math.min)),
    high: eachSeries((name) => extremes((history.high ?? history)[name], Math.max)),
  }
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

export function eachSeries(values: (name: keyof RunHistory) => Float64Array<ArrayBuffer>): RunHistory {
  return {
    ...{ epoch: values('epoch'), seconds: values('seconds'), loss: values('loss'), accuracy: values('accuracy') },
    ...{ val_loss: values('val_loss'), val_accuracy: values('val_accuracy') },
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
