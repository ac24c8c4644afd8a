import {
  isMethodChangedAt,
  isBefore,
  nextChange,
  trainingAt,
  type Place,
  type RunChange,
} from '../../src-engine/spec/run-changes.ts'
import type { TrainingSpec } from '../../src-engine/spec/training.ts'
import type { StartPoint, TrainingJob } from './messages.ts'

/** How far a run that rests is taken: one step, or to the end of the epoch that it stands in. */
export type Limit = 'step' | 'epoch'

const placeOf = (start: StartPoint | null): Place => start?.checkpoint ?? { epoch: 0, step: 0 }

/** Where a run rests again that goes on from there; a step behind an epoch's last one is its end. */
export function limitOf(limit: Limit, start: StartPoint | null): Place {
  const { epoch, step } = placeOf(start)
  return limit === 'step' ? { epoch, step: step + 1 } : { epoch: epoch + 1, step: 0 }
}

/**
 * The part of a run that one thread trains: from a place to the next change, or to a limit before it. Another method begins with a
 * state of its own.
 */
export function segmentOf(
  training: TrainingSpec,
  changes: readonly RunChange[],
  start: StartPoint | null,
  limit: Place | null,
): Pick<TrainingJob, 'training' | 'start' | 'restAt'> {
  const from = placeOf(start)
  const next = nextChange(changes, from)
  const isAnew = start && isMethodChangedAt(changes, from)
  return {
    training: trainingAt(training, changes, from),
    start: isAnew ? { ...start, checkpoint: { ...start.checkpoint, optimizer: null } } : start,
    restAt: next && (!limit || isBefore(next, limit)) ? next : limit,
  }
}
