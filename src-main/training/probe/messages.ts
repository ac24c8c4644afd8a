import type { Planned } from '../plan-options.ts'

export interface ProbeJob {
  readonly kernelsFiles: readonly string[]
  readonly kernelWorker: string
  readonly planned: Planned
}

/** Seconds that a run of this kind takes for one example, on this machine. */
export interface Pace {
  readonly train: number
  readonly evaluate: number
}
