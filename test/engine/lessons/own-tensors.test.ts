import { expect, it } from 'vitest'
import { CONVOLUTION, ownGradcheck, shrunk, type Fault } from '../../../src-engine/lessons/gradcheck/own-tensors.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'

const verdicts = (fault: Fault): string[] => [...ownGradcheck({ fault })].map(({ verdict }) => verdict)

it('finds a convolution and its batch-norm right, at the largest weight of each tensor', () => {
  const checks = [...ownGradcheck()]
  expect(checks.map(({ name, verdict }) => [name, verdict])).toEqual(
    ['0.kernel', '0.bias', '1.gamma', '1.beta', '5.kernel', '5.bias'].map((name) => [name, 'correct']),
  )
  const kernel = initialWeights(CONVOLUTION, 1).subarray(0, 36)
  expect(Math.abs(checks[0]!.weight)).toBe(Math.max(...kernel.map(Math.abs)))
  expect(checks.every(({ checked }) => checked === 1)).toBe(true)
})

it('catches each way to break a gradient where it is broken, and nowhere else', () => {
  const [good, bad] = ['correct', 'wrong']
  expect(verdicts('constantStatistics')).toEqual([bad, bad, good, good, good, good])
  // The bias in front of the batch-norm has the gradient 0, whatever its sign.
  expect(verdicts('lastSign')).toEqual([bad, good, bad, bad, good, good])
  expect(verdicts('noBias')).toEqual([good, good, good, bad, good, bad])
  expect(verdicts('sumForMean')).toEqual([bad, good, bad, bad, bad, bad])
})

it('looks at networks on pictures as small as they take', () => {
  expect(shrunk(presetNetwork('cnn-small', [64, 64, 3], 6)).input).toEqual([8, 8, 3])
  expect(shrunk(presetNetwork('lenet', [28, 28, 1], 10)).input).toEqual([12, 12, 1])
  expect(shrunk(presetNetwork('mlp-32', [7], 3)).input).toEqual([7])
  const table = presetNetwork('mlp-32', [4], 1, 'regression')
  expect([...ownGradcheck({ network: table, loss: 'meanSquaredError' })].map(({ verdict }) => verdict)).toEqual(
    Array(4).fill('correct'),
  )
})
