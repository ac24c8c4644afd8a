import { describe, expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { placeActivations } from '../../../src-engine/plan/activations.ts'
import { appliedActivation, LINEAR } from '../../../src-engine/plan/tensor.ts'
import type { Activation } from '../../../src-engine/spec/network.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import type { LayerInput } from '../support/layers.ts'
import { network } from '../support/networks.ts'

const own = (activation: Activation): LayerInput => ({ type: 'activation', activation })
const dense = (activation: Activation): LayerInput => ({ type: 'dense', units: 6, activation })
const code = (name: Activation | null) => name && appliedActivation({ activation: name })

describe('where activations are applied', () => {
  it.each<[string, LayerInput[], hidden: (Activation | null)[], output: (Activation | null)[], left: Activation]>([
    ['by the layer itself', [dense('relu'), dense('softmax')], ['relu', 'softmax'], ['relu', 'linear'], 'softmax'],
    ['by the layer before', [dense('linear'), own('tanh')], ['tanh', null], ['linear', null], 'tanh'],
    [
      'by the layer before, which is no first one',
      [dense('relu'), { type: 'layerNorm' }, own('elu'), dense('linear')],
      ['relu', 'elu', null, 'linear'],
      ['relu', 'elu', null, 'linear'],
      'linear',
    ],
    ['alone behind one that has its own', [dense('relu'), own('tanh')], ['relu', 'tanh'], ['relu', null], 'tanh'],
    [
      'alone behind one that cannot',
      [{ type: 'dropout', rate: 0.5 }, own('tanh')],
      ['linear', 'tanh'],
      ['linear', null],
      'tanh',
    ],
    ['alone as the first layer', [own('tanh')], ['tanh'], [null], 'tanh'],
    ['not at all', [dense('relu'), own('linear')], ['relu', null], ['relu', null], 'linear'],
    [
      'inside a recurrent layer',
      [
        { type: 'reshape', targetShape: [2, 3] },
        { type: 'recurrent', units: 6, activation: 'tanh' },
      ],
      ['linear', 'linear'],
      ['linear', 'linear'],
      'linear',
    ],
  ])('%s', (_, layers, hidden, output, left) => {
    const infos = inferShapes(network({ input: [6], layers }))
    expect(placeActivations(infos, false)).toMatchObject({ applied: hidden.map(code), left: LINEAR })
    expect(placeActivations(infos, true)).toMatchObject({ applied: output.map(code), left: code(left) })
  })

  it.each<[string, LayerInput[], hidden: number[], output: number[]]>([
    ['an activation behind it is applied too', [dense('linear'), own('tanh'), dense('relu')], [0], [0]],
    ['but not when that is left to the loss', [dense('linear'), own('tanh')], [0], []],
    ['nor when it changes nothing', [dense('relu'), own('linear'), dense('relu')], [], []],
    ['nor when it stands alone', [dense('relu'), own('tanh'), dense('relu')], [], []],
  ])('a layer whose own output is never stored is covered: %s', (_, layers, hidden, output) => {
    const infos = inferShapes(network({ input: [6], layers }))
    expect([...placeActivations(infos, false).covered]).toEqual(hidden)
    expect([...placeActivations(infos, true).covered]).toEqual(output)
  })
})

it('what a float32 takes for 0 below zero is relu', () => {
  const codes = (alpha: number) => [
    ...[
      appliedActivation({ activation: 'leakyRelu', alpha }).code,
      appliedActivation({ activation: 'elu', alpha }).code,
    ],
  ]
  expect([0, 1e-50].map(codes)).toEqual(Array(2).fill([layout.RELU, layout.RELU]))
  expect(codes(1e-40)).toEqual([layout.LEAKY_RELU, layout.ELU])
})
