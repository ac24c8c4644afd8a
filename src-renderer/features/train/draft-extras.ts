import { ScheduleSpec } from '../../../src-engine/spec/schedule.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { TrainDraft } from '../../stores/train-draft.ts'

type Stopping = NonNullable<TrainingSpec['earlyStopping']>
type Base = Pick<TrainingSpec, 'schedule' | 'earlyStopping' | 'timeBudget'>

/** A patience that no run is long enough for: only the target ends it. */
const NEVER = 1_000_000
const SECONDS = 60

export type ScheduleName = TrainingSpec['schedule']['type']

/** The schedule and when to stop; '' for what is off. */
interface Extras {
  readonly schedule: ScheduleName
  readonly patience: number | ''
  readonly targetLoss: number | ''
  readonly minutes: number | ''
}

/** What the person set, else as it is in `base`. */
export function draftExtras(draft: TrainDraft, { schedule, earlyStopping, timeBudget }: Base): Extras {
  const patience = earlyStopping && earlyStopping.patience < NEVER ? earlyStopping.patience : ''
  return {
    schedule: draft.schedule ?? schedule.type,
    patience: draft.patience ?? patience,
    targetLoss: draft.targetLoss ?? earlyStopping?.acceptableLoss ?? '',
    minutes: draft.minutes ?? (timeBudget === null ? '' : timeBudget / SECONDS),
  }
}

/** The same as parts of a training spec. A schedule that was chosen anew has its usual numbers, and the warm-up of `base`. */
export function extraSettings(draft: TrainDraft, base: Base): object {
  const { schedule, minutes } = draftExtras(draft, base)
  const isSame = schedule === base.schedule.type
  const { warmupSteps } = base.schedule
  return {
    schedule: isSame ? base.schedule : ScheduleSpec.parse({ type: schedule, warmupSteps }),
    earlyStopping: stoppingOf(draft, base),
    timeBudget: minutes === '' ? null : minutes * SECONDS,
  }
}

function stoppingOf(draft: TrainDraft, base: Base): object | null {
  const { patience, targetLoss } = draftExtras(draft, base)
  if (patience === '' && targetLoss === '') return null
  const { acceptableLoss: _before, ...rest }: Partial<Stopping> = base.earlyStopping ?? {}
  const target = targetLoss === '' ? {} : { acceptableLoss: targetLoss }
  return { ...rest, patience: patience === '' ? NEVER : patience, ...target }
}
