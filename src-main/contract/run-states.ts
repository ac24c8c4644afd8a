import type { RunStatus } from './types.ts'

/**
 * What may become of a run. It rests, with no thread and no memory of its own, in every state but `queued` and `running`;
 * while it runs it can wait as `paused` for space on the disk.
 */
export const TRANSITIONS: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['running', 'paused', 'stopped', 'failed', 'interrupted'],
  running: ['paused', 'completed', 'stopped', 'failed', 'interrupted'],
  paused: ['queued', 'running', 'stopped', 'failed', 'interrupted'],
  completed: [],
  stopped: ['queued'],
  failed: ['queued'],
  interrupted: ['queued'],
}

/** Whether a run is over or rests: nothing happens to it until somebody asks. */
export const isResting = (status: RunStatus): boolean => status !== 'queued' && status !== 'running'

/** Whether `runs/resume` takes it up again. */
export const isResumable = (status: RunStatus): boolean => TRANSITIONS[status].includes('queued')
