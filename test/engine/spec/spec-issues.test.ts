import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { specIssues } from '../../../src-engine/spec/spec-issues.ts'

const dense = { type: 'dense', units: 2, activation: 'softmax' }

function issuesOf(layers: unknown[], training: unknown = {}) {
  const { error } = RunConfig.safeParse({ data: { source: 'a' }, network: { input: [2], layers }, training })
  return specIssues(error as z.ZodError)
}

describe('what is wrong with a spec', () => {
  it.each([
    ['a size of 0', [{ ...dense, units: 0 }], {}, 'network.layers[0].units', 'Use at least 1.'],
    ['a huge size', [{ ...dense, units: 1e12 }], {}, 'network.layers[0].units', 'Use at most 65536.'],
    ['half a unit', [{ ...dense, units: 1.5 }], {}, 'network.layers[0].units', 'Give a whole number.'],
    ['no units', [{ type: 'dense' }], {}, 'network.layers[0].units', 'Give a number.'],
    ['a misspelt key', [{ ...dense, unit: 3 }], {}, 'network.layers[0].unit', 'Remove it, or correct its name.'],
    ['a misspelt layer', [{ type: 'dens' }], {}, 'network.layers[0].type', /^Use one of dense, conv2d, .*residual\.$/],
    [
      'an unknown activation',
      [dense, { ...dense, activation: 'relu6' }],
      {},
      'network.layers[1].activation',
      /^Use one of linear, step, /,
    ],
    [
      'a wrong setting of an initialiser',
      [{ ...dense, kernelInitializer: { type: 'randomNormal', stddev: -1 } }],
      {},
      'network.layers[0].kernelInitializer.stddev',
      'Use at least 0.',
    ],
    [
      'a size inside a block',
      [{ type: 'residual', layers: [{ type: 'dense', units: -1 }] }],
      {},
      'network.layers[0].layers[0].units',
      'Use at least 1.',
    ],
    ['no layers', [], {}, 'network.layers', 'Use at least 1.'],
    [
      'rate 0',
      [dense],
      { optimizer: { type: 'sgd', learningRate: 0 } },
      'training.optimizer.learningRate',
      'Use more than 0.',
    ],
    ['a full dropout', [{ type: 'dropout', rate: 1 }], {}, 'network.layers[0].rate', 'Use less than 1.'],
    ['an unknown loss', [dense], { loss: 'mse' }, 'training.loss', /meanSquaredError/],
    ['too many layers', Array<unknown>(257).fill(dense), {}, 'network.layers', 'Use at most 256.'],
    ['a number for a layer', [7], {}, 'network.layers[0]', 'Give an object.'],
    ['a number for a list', [{ type: 'residual', layers: 7 }], {}, 'network.layers[0].layers', 'Give a list.'],
    ['a text for a number', [dense], { epochs: 'ten' }, 'training.epochs', 'Give a number.'],
  ] as const)('%s', (_, layers, training, path, hint) => {
    const [first, ...others] = issuesOf([...layers], training)
    expect(others).toEqual([])
    expect(first).toEqual({
      path,
      message: expect.stringMatching(/^.+\.$/) as string,
      hint: typeof hint === 'string' ? hint : (expect.stringMatching(hint) as string),
    })
  })

  it('tells lists that are too long from numbers that are too large', () => {
    const messageOf = (layers: unknown[]): string => issuesOf(layers)[0]!.message
    expect(messageOf(Array<unknown>(257).fill(dense))).toBe('These are too many.')
    expect(messageOf([])).toBe('These are too few.')
    expect(messageOf([{ ...dense, units: 1e6 }])).toBe('This is too large.')
    expect(messageOf([{ ...dense, units: 0.5 }])).toBe('This is no whole number.')
  })

  it('names every one of several', () => {
    const paths = issuesOf([{ ...dense, units: 0, unit: 1 }], { epochs: 0 }).map(({ path }) => path)
    expect(paths.sort()).toEqual(['network.layers[0].unit', 'network.layers[0].units', 'training.epochs'])
  })

  it('says a rule in its own words', () => {
    const { error } = RunConfig.safeParse({
      ...{ data: { source: 'a', split: [0.5, 0.2, 0.2] }, network: { input: [2], layers: [dense] } },
    })
    expect(specIssues(error!)).toEqual([
      { path: 'data.split', message: 'The three shares must add up to 1.', hint: 'Correct this value.' },
    ])
  })
})
