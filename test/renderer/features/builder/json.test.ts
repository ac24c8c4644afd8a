import { CompletionContext } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { NetworkSpec } from '../../../../src-engine/spec/network.ts'
import { presetNetwork, PRESETS } from '../../../../src-engine/spec/presets.ts'
import { completeNetwork } from '../../../../src-renderer/features/train/builder/json/complete.ts'
import { errorRange, rangeAt } from '../../../../src-renderer/features/train/builder/json/json-place.ts'
import { networkText, readNetwork } from '../../../../src-renderer/features/train/builder/json/network-text.ts'
import { PALETTE } from '../../../../src-renderer/features/train/builder/layer-palette.ts'

/** `|` is the cursor. */
function stateOf(marked: string): [state: EditorState, at: number] {
  const at = marked.indexOf('|')
  return [EditorState.create({ doc: marked.replace('|', ''), extensions: [json()] }), at]
}

describe('the text of a network', () => {
  it('reads back as the same network, whatever its layers', () => {
    const everything = NetworkSpec.parse({ input: [8, 8, 3], layers: PALETTE.map(({ layer }) => layer) })
    expect(readNetwork(networkText(everything)).network).toEqual(everything)
    for (const [input, classes] of [
      [[64, 64, 3], 10],
      [[28, 28, 1], 10],
      [[8, 8, 1], 2],
      [[2], 2],
    ] as const)
      for (const { name } of PRESETS) {
        let network
        try {
          network = presetNetwork(name, input, classes)
        } catch {
          continue
        }
        expect(readNetwork(networkText(network)).network, name).toEqual(network)
      }
  })
  it('leaves out what is the default anyway', () => {
    const network = NetworkSpec.parse({
      input: [4],
      layers: [
        { type: 'dropout', rate: 0.5 },
        { type: 'dense', units: 2, activation: 'softmax', kernelInitializer: 'zeros' },
      ],
    })
    expect(networkText(network).split('\n')).toEqual([
      '{',
      '  "input": [4],',
      '  "layers": [',
      '    { "type": "dropout", "rate": 0.5 },',
      '    {',
      '      "type": "dense",',
      '      "units": 2,',
      '      "activation": "softmax",',
      '      "kernelInitializer": "zeros"',
      '    }',
      '  ]',
      '}',
      '',
    ])
  })
})

describe('a text that is no network', () => {
  it('says where, for every part that is wrong', () => {
    const text = '{ "input": [4], "layers": [{ "type": "dense", "units": 0, "bias": true }, { "type": "pool" }] }'
    const { network, problems } = readNetwork(text)
    expect(network).toBeNull()
    expect(problems.map(({ path }) => path)).toEqual(['layers[0].units', 'layers[0].bias', 'layers[1].type'])
    expect(problems[0]?.message).toBe('This is too small. Use at least 1.')
    const [state] = stateOf(text)
    const marked = problems.map(({ path }) => {
      const { from, to } = rangeAt(state, path ?? '')
      return text.slice(from, to)
    })
    expect(marked).toEqual(['0', 'true', '"pool"'])
  })
  it('marks the nearest thing around what is missing', () => {
    const text = '{ "input": [4], "layers": [{ "type": "dense" }] }'
    const [state] = stateOf(text)
    const { from, to } = rangeAt(state, 'layers[0].units')
    expect(text.slice(from, to)).toBe('{ "type": "dense" }')
  })
  it('marks where it stops being JSON', () => {
    const text = '{ "input": [4,, 5] }'
    expect(readNetwork(text).problems).toMatchObject([{ path: null }])
    const [state] = stateOf(text)
    expect(errorRange(state).from).toBeGreaterThanOrEqual(12)
    expect(errorRange(state).to).toBeLessThanOrEqual(16)
    const [empty] = stateOf('')
    expect(errorRange(empty)).toEqual({ from: 0, to: 0 })
  })
})

describe('completion', () => {
  const labels = (marked: string, explicit = true): string[] => {
    const [state, at] = stateOf(marked)
    return completeNetwork(new CompletionContext(state, at, explicit))?.options.map(({ label }) => label) ?? []
  }
  it('lists the keys of the layer that it is, without those that are there', () => {
    const keys = labels('{ "input": [4], "layers": [{ "type": "maxPool2d", "poolSize": 2, "|" }] }', false)
    expect(keys).toEqual(['"strides"', '"padding"'])
  })
  it('lists the values of an enum, and true and false', () => {
    const place = (rest: string): string => `{ "input": [4], "layers": [{ "type": "dense", ${rest} }] }`
    expect(labels(place('"activation": "|"'), false)).toContain('"softmax"')
    expect(labels(place('"activation": "|"'), false)).toHaveLength(9)
    expect(labels(place('"useBias": |'))).toEqual(['true', 'false'])
    expect(labels(place('"kernelInitializer": { "type": "|" }'), false)).toEqual([
      ...['"constant"', '"randomUniform"', '"randomNormal"'],
    ])
  })
  it('lists the kinds of layers, inside a block those that may stand there', () => {
    expect(labels('{ "input": [4], "layers": [|] }')).toHaveLength(15)
    expect(labels('{ "layers": [{ "type": "|" }] }', false)).toContain('"flatten"')
    const inner = labels('{ "layers": [{ "type": "residual", "layers": [{ "type": "|" }] }] }', false)
    expect(inner).toHaveLength(8)
    expect(inner).not.toContain('"flatten"')
  })
  it('lists the keys of a network at its beginning, and nothing unasked', () => {
    expect(labels('{ | }')).toEqual(['"input"', '"layers"'])
    expect(labels('{ | }', false)).toEqual([])
  })
  it('writes the colon behind a key that has none', () => {
    const [state, at] = stateOf('{ "layers": [{ "type": "dropout", "|" }] }')
    const [rate] = completeNetwork(new CompletionContext(state, at, false))?.options ?? []
    expect(rate).toMatchObject({ label: '"rate"', apply: '"rate": ' })
  })
})
