import { describe, expect, it } from 'vitest'
import { checkTraining } from '../../../src-engine/spec/check-training.ts'
import { inferShapes, SpecError } from '../../../src-engine/spec/shapes.ts'
import { LossName } from '../../../src-engine/spec/training.ts'
import { Activation } from '../../../src-engine/spec/network.ts'
import { network, training } from '../support/networks.ts'

const ending = (activation: Activation, units = 3) =>
  inferShapes(network({ input: [2], layers: [{ type: 'dense', units, activation }] }))

function pathOf(check: () => void): string | null {
  try {
    check()
    return null
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError)
    const { path, hint, message } = error as SpecError
    expect(`${message} ${hint}`).toMatch(/^\S.+\. \S.+\.$/)
    return path
  }
}

describe('a loss and the last layer', () => {
  const fitting: Partial<Record<LossName, Activation[]>> = {
    categoricalCrossentropy: ['softmax'],
    binaryCrossentropy: ['sigmoid'],
    kOutputCrossentropy: ['sigmoid'],
    kullbackLeiblerDivergence: ['softmax', 'sigmoid'],
    hellinger: ['softmax', 'sigmoid'],
    perceptron: ['step'],
  }
  it.each(LossName.options)('%s goes with what it is defined for, and no other', (loss) => {
    for (const activation of Activation.options) {
      const fits = fitting[loss]?.includes(activation) ?? activation !== 'step'
      const path = pathOf(() => {
        checkTraining(ending(activation), training({ loss }))
      })
      expect(path, activation).toBe(fits ? null : 'training.loss')
    }
  })

  it('learns nothing from softmax over one output', () => {
    const check = (activation: Activation) =>
      pathOf(() => {
        checkTraining(ending(activation, 1), training({ loss: 'meanSquaredError' }))
      })
    expect(check('softmax')).toBe('layers[0]')
    expect(check('sigmoid')).toBeNull()
  })

  it('needs a list of answers', () => {
    const picture = inferShapes(network({ input: [4, 4, 1], layers: [{ type: 'conv2d', filters: 2, kernelSize: 1 }] }))
    expect(
      pathOf(() => {
        checkTraining(picture, training({ loss: 'meanSquaredError' }))
      }),
    ).toBe('layers[0]')
  })
})

describe('settings that must fit each other', () => {
  const check = (settings: Parameters<typeof training>[0], units = 3) =>
    pathOf(() => {
      checkTraining(ending('sigmoid', units), training({ loss: 'meanSquaredError', ...settings }))
    })
  it.each([
    [{ classWeights: [1, 2, 3] }, 3, null],
    [{ classWeights: [1, 2] }, 3, 'training.classWeights'],
    [{ classWeights: [1, 2] }, 1, null],
    [{ classWeights: [1] }, 1, 'training.classWeights'],
    [
      {
        changes: [
          { epoch: 2, learningRate: 1 },
          { epoch: 5, batching: 'full' },
        ],
      },
      3,
      null,
    ],
    [
      {
        changes: [
          { epoch: 5, learningRate: 1 },
          { epoch: 5, batchSize: 3 },
        ],
      },
      3,
      'training.changes[1].epoch',
    ],
    [{ changes: [{ epoch: 5 }] }, 3, 'training.changes[0]'],
  ] as const)('%j with %i outputs: %s', (settings, units, path) => {
    expect(check(settings as never, units)).toBe(path)
  })
})

describe('a number to be predicted', () => {
  const check = (activation: Activation, settings: Parameters<typeof training>[0]) =>
    pathOf(() => {
      checkTraining(ending(activation, 1), training(settings), 'regression')
    })

  it.each(LossName.options)('%s measures a distance from it, or is refused', (loss) => {
    expect(check('linear', { loss })).toBe(/Squared|Absolute/.test(loss) ? null : 'training.loss')
  })

  it.each(Activation.options)('comes out of any last layer but shares and steps (%s)', (activation) => {
    const isRefused = activation === 'softmax' || activation === 'step'
    expect(check(activation, { loss: 'meanSquaredError' })).toBe(isRefused ? 'layers[0]' : null)
  })

  it('has no classes to weigh or to smooth', () => {
    expect(check('linear', { loss: 'meanSquaredError', classWeights: [1, 2] })).toBe('training.classWeights')
    expect(check('linear', { loss: 'meanSquaredError', labelSmoothing: 0.1 })).toBe('training.labelSmoothing')
  })
})
