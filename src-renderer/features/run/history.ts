import type { RunHistory } from '../../../src-main/contract/types.ts'

export function emptyHistory(): RunHistory {
  return eachSeries(() => new Float64Array())
}

/** The history with the epochs of later saves behind it; the same history when it has them already. */
export function withEpochs(history: RunHistory, saves: readonly RunHistory[]): RunHistory {
  const parts = [history]
  let last = history.epoch.at(-1) ?? 0
  for (const save of saves) {
    const known = save.epoch.findLastIndex((epoch) => epoch <= last) + 1
    if (known === save.epoch.length) continue
    parts.push(eachSeries((name) => save[name].subarray(known)))
    last = save.epoch.at(-1) ?? last
  }
  return parts.length === 1 ? history : eachSeries((name) => joined(parts.map((part) => part[name])))
}

function eachSeries(values: (name: keyof RunHistory) => Float64Array<ArrayBuffer>): RunHistory {
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
