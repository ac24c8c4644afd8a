import { digits, type Alarm, type AlarmInput } from './alarm.ts'

/** Epochs whose mean is looked at, because a small validation set jumps. */
const WINDOW = 3
/** Times its best. */
const WARNING = 1.25
const ALARM = 2
/** A rise smaller than this part of the loss of guessing, or of the first epoch, is none. */
const LEAST_RISE = 0.05

/**
 * The validation loss rises well above its best, while the training loss goes on falling and says that something was learnt:
 * steps that are too large make both losses jump, too.
 */
export function overfitting({ history: { loss, valLoss }, guessingLoss }: AlarmInput): Alarm[] {
  if (!valLoss || valLoss.length < 2 * WINDOW) return []
  const validated = means(valLoss)
  const trained = means(loss)
  const now = validated.at(-1) ?? NaN
  const best = Math.min(...validated)
  const bestAt = validated.indexOf(best)
  const latest = trained.at(-1) ?? NaN
  const isLearnt = latest < (trained[bestAt] ?? NaN) && latest < (guessingLoss ?? Infinity)
  const least = LEAST_RISE * (guessingLoss ?? valLoss[0] ?? 0)
  if (!isLearnt || !(now > WARNING * best) || now - best < least) return []
  const epoch = bestAt + WINDOW
  return [
    {
      ...{ kind: 'overfitting', severity: now > ALARM * best ? 'alarm' : 'warning', layer: null, value: now / best },
      message: `The validation loss is ${digits(now)}, ${digits(now / best)} times its best around epoch ${epoch}, while the training loss falls.`,
      cause: 'The network learns the training examples by heart: what it finds now is true for them alone.',
      remedy:
        'Use the best epoch, or stop early. Train with more examples, or augment the pictures. Add dropout or weight decay. Use a smaller network.',
    },
  ]
}

/** Mean of every `WINDOW` neighbours. */
function means(values: readonly number[]): number[] {
  return values
    .slice(WINDOW - 1)
    .map((_, first) => values.slice(first, first + WINDOW).reduce((sum, value) => sum + value, 0) / WINDOW)
}
