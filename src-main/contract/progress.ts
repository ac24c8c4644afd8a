import type { RunProgress } from './types.ts'

/** Share of all epochs that is done, from 0 to 1. */
export function runShare({ epoch, epochs, step, steps }: RunProgress): number {
  return Math.min(1, (Math.max(epoch - 1, 0) + step / Math.max(steps, 1)) / Math.max(epochs, 1))
}
