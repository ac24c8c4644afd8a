import type { RunChange } from '../../src-engine/spec/run-changes.ts'

/** What was set otherwise in the middle of a run, and where. */
export function changeLine(change: RunChange): string {
  const { epoch, step } = change
  const place = step === 0 ? `epoch ${epoch}` : `step ${step} of epoch ${epoch + 1}`
  const what =
    change.path === 'optimizer'
      ? `optimizer ${change.before.type} → ${change.after.type}, learning rate ${change.before.learningRate} → ${change.after.learningRate}`
      : `learning rate ${change.before} → ${change.after}`
  return `changed behind ${place}: ${what}`
}
