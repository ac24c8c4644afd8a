import { formatCount } from '../../ui/format.ts'

/**
 * Where in the training weights were taken, in words.
 * @param epochs that were finished then, with the part of the next one behind the point
 * @param steps of one epoch, undefined while that is not known
 */
export function weightsPlace(epochs: number, steps: number | undefined): string {
  const finished = Math.floor(epochs)
  if (epochs === finished) return `epoch ${formatCount(epochs)}`
  const epoch = `epoch ${formatCount(finished + 1)}`
  if (steps === undefined) return epoch
  return `${epoch}, step ${formatCount((epochs - finished) * steps)} of ${formatCount(steps)}`
}
