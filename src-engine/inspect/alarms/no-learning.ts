import { digits, type Alarm, type AlarmInput } from './alarm.ts'

/** Enough to leave the loss of guessing behind. */
const EPOCHS = 5
const STEPS = 500
/** Epochs that must all be like guessing. */
const LATEST = 3
/** Times the loss of guessing: between these it counts as the same, and above it diverges. */
const LEAST = 0.98
const MOST = 1.5
/** An accuracy that has risen by this much is learning, whatever the loss says. */
const RISE = 0.05

/** The training loss is still that of guessing. */
export function noLearning({ history: { loss, accuracy }, steps, guessingLoss, classes }: AlarmInput): Alarm[] {
  if (guessingLoss === null || loss.length < EPOCHS || steps < STEPS) return []
  const latest = loss.slice(-LATEST)
  const hasRisen = Math.max(...accuracy.slice(-LATEST)) > (accuracy[0] ?? 0) + RISE
  const isSame = latest.every((value) => value >= LEAST * guessingLoss && value <= MOST * guessingLoss)
  const last = latest.at(-1) ?? NaN
  const isFalling = last < LEAST * (latest[0] ?? NaN)
  if (hasRisen || isFalling || !isSame) return []
  const guess = classes === null ? 'always answering the same' : `guessing among ${classes} classes`
  return [
    {
      ...{ kind: 'noLearning', severity: 'warning', layer: null, value: last },
      message: `After ${loss.length} epochs the loss is ${digits(last)}; ${guess} gives ${digits(guessingLoss)}.`,
      cause: `Are the ${classes === null ? 'targets' : 'labels'} shuffled, so that nothing can be learnt from the examples? Is the learning rate too small, or so large that all units are dead?`,
      remedy: `Look at some examples with their ${classes === null ? 'targets' : 'labels'}. Find a learning rate with a range test, or try ten times this one, then a tenth. Check that the inputs differ from each other once they are scaled.`,
    },
  ]
}
