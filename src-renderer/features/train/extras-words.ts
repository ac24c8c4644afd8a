import { ScheduleSpec } from '../../../src-engine/spec/schedule.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { formatNumber, plural } from '../../ui/format.ts'
import type { Extras, ScheduleName } from './draft-extras.ts'

/** What is set under "More settings", in few words; what is off is left out. */
export function extrasWords({ schedule, patience, targetLoss, minutes }: Extras, seeds: number | ''): string {
  const words = [
    seeds === '' || seeds === 1 ? null : plural(seeds, 'seed'),
    schedule === 'constant' ? null : `${schedule === 'inverseTime' ? 'inverse time' : schedule} schedule`,
    patience === '' ? null : `stops after ${plural(patience, 'epoch')} without gain`,
    targetLoss === '' ? null : `stops at loss ${formatNumber(targetLoss)}`,
    minutes === '' ? null : `at most ${plural(Number(minutes.toPrecision(3)), 'minute')}`,
  ].filter((word) => word !== null)
  return words.length === 0 ? 'seeds, schedule, when to stop' : words.join(', ')
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
