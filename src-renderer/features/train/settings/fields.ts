import type { OptimizerSpec, TrainingSpec } from '../../../../src-engine/spec/training.ts'
import { AUGMENTATION } from './explanations/augmentation.ts'
import type { Explanation } from './explanations/explanation.ts'
import { OPTIMIZER_SETTINGS } from './explanations/optimizers.ts'
import { OPTIONAL } from './explanations/optional.ts'

/** One setting that stands under its path in the training. */
export interface SettingField {
  readonly path: string
  readonly label: string
  /** Value and words of each choice; absent: a number. */
  readonly options?: Readonly<Record<string, string>>
  readonly explanation: Explanation
}

const NONE: Explanation = { advice: '', change: '' }
const field = (path: string, label: string, options?: SettingField['options']): SettingField => ({
  ...{ path, label, explanation: OPTIONAL[path] ?? NONE },
  ...(options && { options }),
})

const VARIANTS: Readonly<Record<string, string>> = { keras: 'Keras', pytorch: 'PyTorch', paper: 'the paper' }
const SETTING_LABELS: Readonly<Record<string, string>> = {
  momentum: 'Momentum µ',
  nesterov: 'Nesterov',
  beta1: 'β₁',
  beta2: 'β₂',
  rho: 'ρ',
  epsilon: 'ε',
  initialAccumulatorValue: 'First sum',
  variant: 'As in',
}
const OWN: Readonly<Record<OptimizerSpec['type'], readonly string[]>> = {
  sgd: ['momentum', 'nesterov', 'variant keras paper'],
  adagrad: ['epsilon', 'initialAccumulatorValue', 'variant keras pytorch'],
  adadelta: ['rho', 'epsilon'],
  rmsprop: ['rho', 'epsilon', 'variant keras pytorch'],
  adam: ['beta1', 'beta2', 'epsilon', 'variant pytorch keras'],
  adamax: ['beta1', 'beta2'],
  nadam: ['beta1', 'beta2', 'epsilon', 'variant keras pytorch paper'],
}

/** The settings that an optimiser has beside its learning rate. */
export const optimizerFields = (type: OptimizerSpec['type']): readonly SettingField[] =>
  OWN[type].map((words) => {
    const [name = '', ...variants] = words.split(' ')
    const kinds = variants.map((variant) => [variant, VARIANTS[variant] ?? variant] as const)
    const options: Readonly<Record<string, string>> =
      name === 'nesterov' ? { false: 'off', true: 'on' } : Object.fromEntries(kinds)
    return {
      ...{ path: `optimizer.${name}`, label: SETTING_LABELS[name] ?? name },
      ...{ explanation: OPTIMIZER_SETTINGS[name] ?? NONE },
      ...(Object.keys(options).length > 0 && { options }),
    }
  })

const SCHEDULES: Readonly<Record<TrainingSpec['schedule']['type'], readonly SettingField[]>> = {
  constant: [],
  step: [field('schedule.drop', 'Drop'), field('schedule.every', 'Every (epochs)')],
  exponential: [field('schedule.decay', 'Decay')],
  inverseTime: [field('schedule.decay', 'Decay')],
  cosine: [field('schedule.epochs', 'Down to 0 in (epochs)')],
}
const WARMUP = field('schedule.warmupSteps', 'Warm-up (steps)')

export const scheduleFields = (type: TrainingSpec['schedule']['type']): readonly SettingField[] => [
  ...SCHEDULES[type],
  WARMUP,
]

export const STOPPING_FIELDS = [
  field('earlyStopping.monitor', 'Watches', { validationLoss: 'validation loss', loss: 'training loss' }),
  field('earlyStopping.minDelta', 'Least gain'),
]

/** Label smoothing is for classes only. */
export const regularizationFields = (
  task: 'classification' | 'regression',
  clipping: TrainingSpec['gradientClipping']['type'],
): readonly SettingField[] => [
  field('regularization.l1', 'L1'),
  field('regularization.l2', 'L2'),
  field('regularization.weightDecay', 'Weight decay'),
  ...(task === 'classification' ? [field('labelSmoothing', 'Label smoothing')] : []),
  field('gradientClipping.type', 'Clip gradients', { none: 'not at all', norm: 'by norm', value: 'by value' }),
  ...(clipping === 'none' ? [] : [field('gradientClipping.limit', 'Limit')]),
]

const AUGMENTATION_LABELS: Readonly<Record<string, string>> = {
  flip: 'Mirror',
  shift: 'Shift',
  rotate: 'Rotate (°)',
  scale: 'Scale',
  brightness: 'Brightness',
  contrast: 'Contrast',
  colorJitter: 'Colour jitter',
  noise: 'Noise',
  cutout: 'Cut-out',
}
export const AUGMENTATION_FIELDS: readonly SettingField[] = Object.entries(AUGMENTATION_LABELS).map(
  ([name, label]) => ({
    ...{ path: `augmentation.${name}`, label, explanation: AUGMENTATION[name] ?? NONE },
    ...(name === 'flip' && { options: { none: 'never', horizontal: 'left to right' } }),
  }),
)

export const SHUFFLE = field('shuffle', 'Shuffle', { everyEpoch: 'every epoch', once: 'once', never: 'never' })
