import { OptimizerSpec, TrainingSpec } from '../../../../src-engine/spec/training.ts'
import { ScheduleSpec } from '../../../../src-engine/spec/schedule.ts'
import { setPath } from '../../../../src-engine/spec/set-path.ts'
import type { TrainDraft } from '../../../stores/train-draft.ts'

type Settings = TrainDraft['settings']
/** A training spec as it is typed: its values may be none yet. */
export type DraftTraining = Record<string, unknown>

/** Settings that a kind has only while they are set. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  adagrad: ['initialAccumulatorValue'],
  cosine: ['epochs'],
}

/** The optimiser that was chosen, with its usual settings, or that of `training`. */
export function chosenOptimizer(settings: Settings, training: TrainingSpec): TrainingSpec['optimizer'] {
  const type = settings['optimizer.type']
  if (type === undefined || type === training.optimizer.type) return training.optimizer
  return OptimizerSpec.parse({ type })
}

/** Puts every setting into a training, but for those of a kind that it is not of any more. */
export function applySettings(training: DraftTraining, settings: Settings): void {
  const isKind = (path: string): boolean => path.endsWith('.type')
  for (const [path, value] of Object.entries(settings).toSorted(([a], [b]) => Number(isKind(b)) - Number(isKind(a))))
    if (path !== 'optimizer.type' && !isEmptied(training, path, value) && belongs(training, path))
      setPath(training, path, value)
}

/** What a kind can do without may be left empty. */
function isEmptied(training: DraftTraining, path: string, value: unknown): boolean {
  const [owner = '', name = ''] = path.split('.')
  return value === '' && (OPTIONAL[String(valueAt(training, `${owner}.type`))] ?? []).includes(name)
}

function belongs(training: DraftTraining, path: string): boolean {
  const [owner = '', name] = path.split('.')
  if (name === undefined || name === 'type') return owner in training
  const part = training[owner]
  if (typeof part !== 'object' || part === null) return false
  if (!('type' in part)) return true
  const kinds = {
    optimizer: OptimizerSpec,
    schedule: ScheduleSpec,
    gradientClipping: TrainingSpec.shape.gradientClipping,
  }
  const { data } = kinds[owner as keyof typeof kinds].safeParse({ type: part.type })
  return name in (data ?? {}) || (OPTIONAL[String(part.type)] ?? []).includes(name)
}

/** A value of a training by its path. */
export function valueAt(training: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (part, key) => (typeof part === 'object' && part !== null ? (part as DraftTraining)[key] : undefined),
      training,
    )
}
