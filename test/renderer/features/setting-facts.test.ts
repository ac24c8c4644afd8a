import { expect, it } from 'vitest'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { pictureWords, settingFacts } from '../../../src-renderer/features/run/setting-facts.ts'
import { sampleDataset, sampleDetail } from '../samples.ts'

const { config } = sampleDetail()

it('names what is set beside the numbers of the form, switches only when they are on', () => {
  const training = {
    loss: 'meanSquaredError',
    optimizer: { type: 'sgd', momentum: 0 },
    schedule: { type: 'constant', warmupSteps: 20 },
    augmentation: { flip: 'horizontal', shift: 0.1 },
  }
  expect(settingFacts(RunConfig.parse({ ...config, training }))).toEqual([
    ['optimiser', 'sgd'],
    ['warm-up', '20 steps'],
    ['loss', 'mean squared error'],
    ['flip', 'horizontal'],
    ['shift', '10 %'],
    ['pictures', '64×64 RGB'],
    ['split', '60 % / 20 % / 20 %'],
  ])
  expect(settingFacts(config)[0]).toEqual(['optimiser', 'adam, beta1 0.9, beta2 0.999, epsilon 1e-7'])
})

it('says how the network sees a picture', () => {
  const { prepare } = sampleDataset()
  expect(pictureWords(prepare)).toBe('8×8 RGB')
  expect(pictureWords({ ...prepare, channels: 'gray', fit: 'crop', scale: '-1..1', invert: true })).toBe(
    '8×8 gray, cropped, -1..1, inverted',
  )
})
