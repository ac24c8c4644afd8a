import { WATCHED, type Diagnostics, type DiagnosticsProbe } from '../inspect/diagnostics.ts'
import type { Model, StepResult } from '../plan/model.ts'

/** Takes the steps of one epoch and measures the layers at the last full batch. */
export interface DiagnosedEpoch {
  /**
   * @param step 0, 1, … in the epoch
   * @param isObserved whether somebody else looks at what the step leaves, too
   */
  trainStep(step: number, count: number, isObserved: boolean): StepResult
  /** Null until that batch has been trained on. */
  diagnostics(): Diagnostics | null
}

/** @param examples of the epoch */
export function diagnosedEpoch(
  model: Model,
  probe: DiagnosticsProbe,
  batchSize: number,
  examples: number,
): DiagnosedEpoch {
  const measured = Math.max(0, Math.floor(examples / batchSize) - 1)
  const watchedFrom = measured + 1 - Math.ceil(WATCHED / batchSize)
  let diagnostics: Diagnostics | null = null
  probe.begin()
  return {
    trainStep(step, count, isObserved) {
      if (step !== measured) {
        const result = isObserved ? model.observedStep(count) : model.trainStep(count)
        if (step >= watchedFrom && step < measured) probe.watch(count)
        return result
      }
      probe.before()
      const result = model.observedStep(count)
      diagnostics = probe.measure(count)
      return result
    },
    diagnostics: () => diagnostics,
  }
}
