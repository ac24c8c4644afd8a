import { describe, expect, it } from 'vitest'
import { LayerSpec } from '../../../../src-engine/spec/network.ts'
import {
  fieldValue,
  layerFields,
  withField,
  type LayerField,
} from '../../../../src-renderer/features/train/builder/layer-fields.ts'
import { INNER_PALETTE, PALETTE } from '../../../../src-renderer/features/train/builder/layer-palette.ts'

const field = (spec: LayerSpec, key: string): LayerField => layerFields(spec).find((one) => one.key === key)!
const typed = (spec: LayerSpec, key: string, value: string | boolean) => withField(spec, field(spec, key), value)
const dense = LayerSpec.parse({ type: 'dense', units: 8, activation: 'leakyRelu', alpha: 0.2 })

it('the palette has every kind of layer once, each with a line of its own', () => {
  const types = LayerSpec.options.map((option) => option.shape.type.value)
  expect(PALETTE.map(({ type }) => type).sort()).toEqual(types.toSorted())
  expect(new Set(PALETTE.map(({ about }) => about)).size).toBe(types.length)
  expect(INNER_PALETTE.map(({ type }) => type)).not.toContain('flatten')
  expect(INNER_PALETTE).toHaveLength(8)
})

describe('the settings of a card', () => {
  it.each(PALETTE)('of $type can each be set to what they show', ({ layer }) => {
    for (const one of layerFields(layer)) expect(withField(layer, one, fieldValue(layer, one)).layer).toEqual(layer)
  })
  it.each(PALETTE)('of $type are all there, but for initialisers and what is inside', ({ layer }) => {
    const hidden = ['type', 'layers', 'biasInitializer', 'recurrentInitializer']
    const keys = new Set(layerFields(layer).map(({ key }) => key))
    expect(Object.keys(layer).filter((key) => !keys.has(key) && !hidden.includes(key))).toEqual([])
  })

  it('are refused with a reason when they cannot be', () => {
    expect(typed(dense, 'units', '0')).toEqual({ layer: null, error: 'This is too small. Use at least 1.' })
    expect(typed(dense, 'units', '2.5').error).toMatch(/whole number/)
    expect(typed(dense, 'units', '').error).not.toBeNull()
    expect(typed(LayerSpec.parse({ type: 'dropout', rate: 0.5 }), 'rate', '1').error).toMatch(/less than 1/)
  })
  it('may be left empty where the spec has no number for it', () => {
    const pool = LayerSpec.parse({ type: 'maxPool2d', strides: 1 })
    expect(typed(pool, 'strides', '').layer).not.toHaveProperty('strides')
    expect(typed(dense, 'alpha', '').layer).not.toHaveProperty('alpha')
  })
  it('keep alpha only with an activation that has one', () => {
    expect(typed(dense, 'activation', 'elu').layer).toMatchObject({ activation: 'elu', alpha: 0.2 })
    expect(typed(dense, 'activation', 'relu').layer).not.toHaveProperty('alpha')
    expect(layerFields(LayerSpec.parse({ type: 'dense', units: 1 })).map(({ key }) => key)).not.toContain('alpha')
  })
  it('take shapes as people write them, and random initialisers with their usual numbers', () => {
    const reshape = LayerSpec.parse({ type: 'reshape', targetShape: [1] })
    for (const text of ['4×4×12', '4x4x12', '4, 4, 12', '4 4 12'])
      expect(typed(reshape, 'targetShape', text).layer).toMatchObject({ targetShape: [4, 4, 12] })
    expect(typed(reshape, 'targetShape', '4×').error).not.toBeNull()
    expect(typed(dense, 'kernelInitializer', 'randomNormal').layer).toMatchObject({
      kernelInitializer: { type: 'randomNormal', mean: 0, stddev: 1 },
    })
  })
})
