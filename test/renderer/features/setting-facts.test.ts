import { expect, it } from 'vitest'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { pictureWords, settingFacts } from '../../../src-renderer/features/run/setting-facts.ts'
import { sampleDetail } from '../samples.ts'

const { config } = sampleDetail()

it('names what is set beside the numbers of the form, switches only when they are on', () => {
  const training = {
    loss: 'meanSquaredError',
    optimizer: { type: 'sgd', momentum: 0 },
    schedule: { type: 'constant', warmupSteps: 20 },
    augmentation: { flip: 'horizontal', shift: 0.1, rotate: 15, colorJitter: 0.05 },
  }
  expect(settingFacts(RunConfig.parse({ ...config, training }))).toEqual([
    ['optimiser', 'sgd'],
    ['warm-up', '20 steps'],
    ['loss', 'mean squared error'],
    ['flip', 'horizontal'],
    ['rotate', '±15°'],
    ['shift', '10 %'],
    ['colour jitter', '5 %'],
    ['pictures', '64×64 RGB'],
    ['split', '60 % / 20 % / 20 %'],
  ])
  expect(settingFacts(config)[0]).toEqual(['optimiser', 'adam, beta1 0.9, beta2 0.999, epsilon 1e-7'])
})

it('names what keeps weights small and steps short, and how the rate falls', () => {
  const training = {
    optimizer: { type: 'nadam', variant: 'paper' },
    schedule: { type: 'exponential', decay: 0.1, warmupSteps: 5 },
    regularization: { l1: 0.1, weightDecay: 0.05 },
    ...{ gradientClipping: { type: 'norm', limit: 2 }, labelSmoothing: 0.1, classWeights: [1, 2], shuffle: 'once' },
    ...{ batching: 'full', changes: [{ epoch: 2, learningRate: 1 }], earlyStopping: { patience: 3 } },
  }
  expect(settingFacts(RunConfig.parse({ ...config, training })).slice(0, -2)).toEqual([
    ['optimiser', 'nadam, beta1 0.9, beta2 0.999, epsilon 1e-7, variant paper'],
    ['schedule', 'exponential, decay 0.1'],
    ['warm-up', '5 steps'],
    ['loss', 'categorical cross-entropy'],
    ['label smoothing', '0.1'],
    ['class weights', '1, 2'],
    ['L1', '0.1'],
    ['weight decay', '0.05'],
    ['gradient clipping', 'norm, limit 2'],
    ['batch', 'all examples'],
    ['changes', '1 change'],
    ['early stopping', 'validationLoss, patience 3, minDelta 0'],
    ['shuffle', 'once'],
  ])
})

it('says how the network sees a picture', () => {
  const prepare = PrepareSpec.parse({ size: [8, 8] })
  expect(pictureWords(prepare)).toBe('8×8 RGB')
  expect(pictureWords({ ...prepare, channels: 'gray', fit: 'crop', scale: '-1..1', invert: true })).toBe(
    '8×8 gray, cropped, −1 to 1, inverted: black is most',
  )
})

it('has no pictures where a table was learnt', () => {
  const facts = settingFacts(RunConfig.parse({ ...config, data: { ...config.data, prepare: null } }))
  expect(facts.map(([name]) => name)).not.toContain('pictures')
})
