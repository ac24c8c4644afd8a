import { digits, finiteOrNull, type Alarm, type AlarmInput } from './alarm.ts'

/** Times the loss of guessing. Falling from above is learning, so only what rises, or stays, counts. */
const WARNING = 1.5
const ALARM = 3

/**
 * A training loss that is worse than guessing for two epochs in a row and not falling, or no number at all. Where guessing
 * has no formula the first epoch stands for it.
 */
export function lossDiverging({ history: { loss }, guessingLoss }: AlarmInput): Alarm[] {
  const last = loss.at(-1)
  if (last === undefined) return []
  if (!Number.isFinite(last)) return [alarmOf('alarm', last, 'The loss is not a finite number any more.')]
  const before = loss.at(-2)
  if (before === undefined) return []
  const level = guessingLoss ?? loss[0] ?? last
  const lower = Math.min(before, last)
  // One epoch less bad than the one before it is on its way down.
  const isFalling = last < 0.95 * before
  if (lower <= WARNING * level || isFalling) return []
  const message = `The loss is ${digits(last)}, where ${guessingLoss === null ? 'the first epoch' : 'guessing'} gives ${digits(level)}, and it is not falling.`
  return [alarmOf(lower > ALARM * level ? 'alarm' : 'warning', last, message)]
}

const alarmOf = (severity: Alarm['severity'], value: number, message: string): Alarm => ({
  ...{ kind: 'lossDiverging', severity, layer: null, message, value: finiteOrNull(value) },
  cause: 'The steps are so large that they jump over the valley and climb its other side, each higher than the last.',
  remedy:
    'Use a smaller learning rate, a tenth of this one is a good next try. Let it warm up over some hundred steps, or clip the gradient by its norm. Check that the inputs are scaled to 0…1 or −1…1.',
})
