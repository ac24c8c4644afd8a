import { ScheduleSpec } from '../../../../src-engine/spec/schedule.ts'
import type { TrainingSpec } from '../../../../src-engine/spec/training.ts'
import { plural } from '../../../ui/format.ts'
import type { ScheduleName } from '../draft-extras.ts'

export const SCHEDULE_NAMES: Record<ScheduleName, string> = {
  constant: 'constant',
  step: 'step',
  exponential: 'exponential',
  inverseTime: 'inverse time',
  cosine: 'cosine',
}

/** What a schedule does to the rate η, with its numbers; t counts epochs. */
export function scheduleHint(name: ScheduleName, before: TrainingSpec['schedule']): string {
  const schedule = before.type === name ? before : ScheduleSpec.parse({ type: name })
  switch (schedule.type) {
    case 'constant':
      return 'The rate stays as it is.'
    case 'step':
      return `Times ${schedule.drop} every ${plural(schedule.every, 'epoch')}.`
    case 'exponential':
      return `Times e^(−${schedule.decay}·t), t in epochs.`
    case 'inverseTime':
      return `Divided by 1 + ${schedule.decay}·t, t in epochs.`
    case 'cosine':
      return 'Falls along half a cosine, to 0 at the last epoch.'
  }
}
