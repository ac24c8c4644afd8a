import type { EventPayload } from '../../../src-main/contract/contract.ts'
import type { RunHistory } from '../../../src-main/contract/types.ts'

export function emptyHistory(): RunHistory {
  const none = new Float64Array()
  return { epoch: none, seconds: none, loss: none, accuracy: none, val_loss: none, val_accuracy: none }
}

/** The history with one more epoch; the same history when that epoch is in it already. */
export function withEpoch(history: RunHistory, event: EventPayload<'run/epoch'>): RunHistory {
  if (event.epoch <= (history.epoch.at(-1) ?? 0)) return history
  const { train, validation } = event
  return {
    epoch: appended(history.epoch, event.epoch),
    seconds: appended(history.seconds, event.seconds),
    loss: appended(history.loss, train.loss),
    accuracy: appended(history.accuracy, train.accuracy),
    val_loss: appended(history.val_loss, validation?.loss ?? NaN),
    val_accuracy: appended(history.val_accuracy, validation?.accuracy ?? NaN),
  }
}

function appended(values: Float64Array, value: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(values.length + 1)
  longer.set(values)
  longer[values.length] = value
  return longer
}
