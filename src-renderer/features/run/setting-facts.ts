import type { RunConfig } from '../../../src-engine/spec/config.ts'
import { DEFAULT_BACKGROUND, type PrepareSpec } from '../../../src-engine/spec/data.ts'
import { OptimizerSpec, TrainingSpec } from '../../../src-engine/spec/training.ts'
import { INVERTS, SCALES } from '../../ui/preparation-words.ts'
import { formatCount, formatDuration, formatShape, plural } from '../../ui/format.ts'

export type SettingFact = readonly [name: string, value: string]

export const OPTIMIZER_NAMES: Record<OptimizerSpec['type'], string> = {
  sgd: 'SGD',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamax: 'AdaMax',
  nadam: 'Nadam',
}
export const LOSS_NAMES: Record<TrainingSpec['loss'], string> = {
  categoricalCrossentropy: 'categorical cross-entropy',
  binaryCrossentropy: 'binary cross-entropy',
  kOutputCrossentropy: 'cross-entropy summed over outputs',
  meanSquaredError: 'mean squared error',
  meanSummedSquaredError: 'mean squared error, outputs summed',
  halfMeanSummedSquaredError: 'half the mean squared error, outputs summed',
  sumSquaredError: 'sum of squared errors',
  halfSumSquaredError: 'half the sum of squared errors',
  rootMeanSquaredError: 'root mean squared error',
  meanAbsoluteError: 'mean absolute error',
  meanSummedAbsoluteError: 'mean absolute error, outputs summed',
  kullbackLeiblerDivergence: 'Kullback–Leibler divergence',
  hellinger: 'squared Hellinger distance',
  exponential: 'exponential cost',
  perceptron: 'perceptron criterion',
}

/** What a run is trained with beside epochs, batch size, learning rate and seed. Switches that are off are left out. */
export function settingFacts({ data, training }: Omit<RunConfig, 'network'>): SettingFact[] {
  // What an earlier version stored lacks the settings that came later.
  const settings = TrainingSpec.parse(training)
  const { loss, optimizer, schedule, regularization, augmentation, shuffle, gradientClipping } = settings
  const facts: (SettingFact | false)[] = [
    ['optimiser', optimizerWords(optimizer)],
    schedule.type !== 'constant' && ['schedule', settingWords(schedule, ['type', 'warmupSteps'])],
    schedule.warmupSteps > 0 && ['warm-up', plural(schedule.warmupSteps, 'step')],
    ['loss', LOSS_NAMES[loss]],
    settings.labelSmoothing > 0 && ['label smoothing', String(settings.labelSmoothing)],
    settings.classWeights !== null && ['class weights', settings.classWeights.join(', ')],
    regularization.l1 > 0 && ['L1', String(regularization.l1)],
    regularization.l2 > 0 && ['L2', String(regularization.l2)],
    regularization.weightDecay > 0 && ['weight decay', String(regularization.weightDecay)],
    gradientClipping.type !== 'none' && ['gradient clipping', settingWords(gradientClipping, ['type'])],
    settings.batching !== 'miniBatch' && ['batch', settings.batching === 'full' ? 'all examples' : 'one example'],
    settings.changes.length > 0 && ['changes', plural(settings.changes.length, 'change')],
    settings.earlyStopping !== null && [
      'early stopping',
      settingWords({ type: settings.earlyStopping.monitor, ...settings.earlyStopping }, ['type', 'monitor']),
    ],
    settings.timeBudget !== null && ['time budget', formatDuration(settings.timeBudget)],
    ...augmentationFacts(augmentation),
    shuffle !== 'everyEpoch' && ['shuffle', shuffle],
    data.prepare !== null && ['pictures', pictureWords(data.prepare)],
    ['split', data.split.map(percent).join(' / ')],
  ]
  return facts.filter((fact) => fact !== false)
}

/** How pictures are varied while training, as far as they are. */
function augmentationFacts({ flip, rotate, ...shares }: TrainingSpec['augmentation']): SettingFact[] {
  const facts: SettingFact[] = [
    ...(flip === 'none' ? [] : [['flip', flip] as const]),
    ...(rotate > 0 ? [['rotate', `±${rotate}°`] as const] : []),
  ]
  for (const [name, share] of Object.entries(shares))
    if (share > 0) facts.push([name === 'colorJitter' ? 'colour jitter' : name, percent(share)])
  return facts
}

/** How the network sees a picture: "64×64 RGB, cropped". */
export function pictureWords({ size, channels, fit, scale, invert, background }: PrepareSpec): string {
  const shown = `${formatShape(size)} ${channels === 'rgb' ? 'RGB' : channels}`
  const fits = { squash: null, crop: 'cropped', pad: 'padded' }[fit]
  const more = [
    fits,
    scale === '0..1' ? null : SCALES[scale].name,
    invert ? `inverted: ${INVERTS.true.name}` : null,
    background && background.toLowerCase() !== DEFAULT_BACKGROUND ? `over ${background}` : null,
  ].filter((word) => word !== null)
  return [shown, ...more].join(', ')
}

/** A kind with its settings but these: "exponential, decay 0.05". */
function settingWords(setting: { readonly type: string }, but: readonly string[]): string {
  const own = Object.entries(setting).filter(([name]) => !but.includes(name))
  return [setting.type, ...own.map(([name, value]) => `${name} ${value}`)].join(', ')
}

/** The optimiser with the settings that are its own: "sgd, momentum 0.99". Switches and variants only when chosen. */
function optimizerWords({ type, learningRate: _asked, ...own }: OptimizerSpec): string {
  const usual: Record<string, unknown> = OptimizerSpec.parse({ type })
  const isSwitch = (name: string): boolean => ['momentum', 'nesterov', 'variant'].includes(name)
  const settings = Object.entries(own).filter(([name, value]) => !(isSwitch(name) && value === usual[name]))
  return [type, ...settings.map(([name, value]) => `${name} ${value}`)].join(', ')
}

function percent(share: number): string {
  return `${formatCount(share * 100)} %`
}
