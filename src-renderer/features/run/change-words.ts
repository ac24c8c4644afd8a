import type { RunChange } from '../../../src-engine/spec/run-changes.ts'
import { formatCount, formatTick } from '../../ui/format.ts'
import { OPTIMIZER_NAMES } from './setting-facts.ts'

/** "learning rate 0.001 → 0.0005", or "Adam → SGD, learning rate 0.001 → 0.01". */
export function changeWords(change: RunChange): string {
  if (change.path === 'optimizer.learningRate') return rateWords(change.before, change.after)
  const { before, after } = change
  const methods = `${OPTIMIZER_NAMES[before.type]} → ${OPTIMIZER_NAMES[after.type]}`
  return before.learningRate === after.learningRate
    ? methods
    : `${methods}, ${rateWords(before.learningRate, after.learningRate)}`
}

/** Behind which step or epoch it holds. */
export function changePlace({ epoch, step }: Pick<RunChange, 'epoch' | 'step'>): string {
  if (step > 0) return `behind step ${formatCount(step)} of epoch ${formatCount(epoch + 1)}`
  return epoch > 0 ? `behind epoch ${formatCount(epoch)}` : 'before the first step'
}

const rateWords = (before: number, after: number): string =>
  `learning rate ${formatTick(before)} → ${formatTick(after)}`
