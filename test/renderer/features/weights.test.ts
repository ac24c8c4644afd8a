import { flushPromises } from '@vue/test-utils'
import { defineComponent, h, shallowRef } from 'vue'
import { describe, expect, it } from 'vitest'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import type { LayerWeights, LiveWeights, RunDetail, WeightTensor } from '../../../src-main/contract/types.ts'
import PredictionsPanel from '../../../src-renderer/features/run/predictions/PredictionsPanel.vue'
import { barsOf, lineFacts } from '../../../src-renderer/features/run/weights/line-facts.ts'
import { differences } from '../../../src-renderer/features/run/weights/shown-values.ts'
import { tensorCsv } from '../../../src-renderer/features/run/weights/tensor-csv.ts'
import { layoutOf, layoutsOf } from '../../../src-renderer/features/run/weights/tensor-layout.ts'
import WeightPanel from '../../../src-renderer/features/run/weights/WeightPanel.vue'
import { useSelectedLayer } from '../../../src-renderer/stores/selected-layer.ts'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDetail } from '../samples.ts'

const tensor = (shape: readonly number[], ...values: number[]): WeightTensor => ({
  ...{ name: 'kernel', role: 'kernel', shape, block: 1, values: Float32Array.from(values) },
  ...{ least: Math.min(...values), most: Math.max(...values) },
})
const bias = (...values: number[]): WeightTensor => ({
  ...tensor([values.length], ...values),
  name: 'bias',
  role: 'bias',
})
const VIEW = { width: 400, height: 200 }

describe('how a tensor is laid out', () => {
  const cnn = presetNetwork('cnn-small', [8, 8, 3], 2)
  const mlp = presetNetwork('mlp-30', [28, 28, 1], 10)
  const dense = mlp.layers.findIndex(({ type }) => type === 'dense')

  it('shows what looks at the picture itself as pictures, other kernels as tiles, other dense ones as a matrix', () => {
    expect(layoutsOf(cnn, 0, tensor([3, 3, 3, 16]))).toEqual(['pictures', 'colors', 'tiles'])
    const gray = presetNetwork('cnn-small', [8, 8, 1], 2)
    expect(layoutsOf(gray, 0, tensor([3, 3, 1, 16]))).toEqual(['pictures', 'tiles'])
    expect(layoutsOf(cnn, 2, tensor([3, 3, 16, 32]))).toEqual(['tiles', 'pictures'])
    expect(layoutsOf(cnn, 5, tensor([128, 64]))).toEqual(['matrix'])
    expect(layoutsOf(mlp, dense, tensor([784, 30]))).toEqual(['pictures', 'matrix'])
    expect(layoutsOf(mlp, dense + 1, tensor([30, 10]))).toEqual(['matrix'])
    expect(layoutsOf(cnn, 0, { ...tensor([16]), role: 'bias' })).toEqual(['row'])
    expect(layoutsOf(mlp, dense, { ...tensor([4097, 1025]), block: 3 })).toEqual(['matrix'])
  })
  it('a first dense kernel has pictures of the size of its input', () => {
    const values = { ...tensor([784, 30]), values: new Float32Array(784 * 30) }
    expect(layoutOf(mlp, dense, values, 'pictures')(VIEW)).toMatchObject({ tiles: 30, tileWidth: 28, tileHeight: 28 })
  })
})

it('lines of a matrix add up, and keep their largest where bars are few', () => {
  const matrix = Float32Array.of(1, 2, 3, -4)
  expect(lineFacts(matrix, 1, 2, 2)).toEqual({ values: Float32Array.of(2, -4), sum: -2, norm: Math.sqrt(20) })
  expect(barsOf(Float32Array.of(1, -5, 2, 3, 0, 0), 3)).toEqual([-5, 3, 0])
})

it('differences are later minus earlier, and none where the tensors are others', () => {
  const at = (epoch: number, ...values: number[]): LayerWeights => ({
    epoch,
    layer: 0,
    tensors: [tensor([values.length], ...values)],
  })
  expect(differences(at(3, 1, 5), at(1, 2, 2))).toEqual({ epoch: 3, since: 1, values: [Float32Array.of(-1, 3)] })
  expect(differences(at(3, 1, 5), at(1, 2)).values).toEqual([null])
})

it('CSV has every digit and a line for each row', () => {
  expect(tensorCsv(tensor([2, 2]), Float32Array.of(0.5, -1, 2, 0.1))).toBe(`0.5,-1\n2,${Math.fround(0.1)}\n`)
})

describe('WeightPanel', () => {
  const network = presetNetwork('mlp-2', [1, 1, 2], 2)
  const first = network.layers.findIndex(({ type }) => type === 'dense')
  const at = (epoch: number, ...values: number[]): LayerWeights => ({
    ...{ epoch, layer: first, tensors: [tensor([2, 2], ...values), bias(0, 1)] },
  })
  const live = (epoch: number, ...values: number[]): LiveWeights & { runId: string } => ({
    ...{
      runId: 'run00001',
      ...at(epoch, ...values),
      gradients: [Float32Array.of(7, 8, 9, -10), Float32Array.of(0, 0)],
    },
  })

  async function panel(run: RunDetail, answers = {}) {
    const api = new FakeApi({
      'runs/weights': ({ checkpoint }) => (checkpoint === 0 ? at(0, 1, 1, 1, 1) : at(2, 1, 2, 3, 4)),
      'runs/watch': () => ({}),
      'runs/diagnostics': () => [],
      ...answers,
    })
    const shown = shallowRef(run)
    const page = defineComponent(
      () => () => h(WeightPanel, { network, run: shown.value, checkpoint: 'last', steps: 10, empty: 'Nothing yet.' }),
    )
    const { view } = await mountView(page, api)
    /** The numbers that are drawn, read with the keyboard. */
    async function numbers(): Promise<string[]> {
      const map = view.get('[role=slider]')
      const found: string[] = []
      for (const keys of [['Home'], ['ArrowRight'], ['ArrowDown'], ['ArrowLeft']]) {
        for (const key of keys) await map.trigger('keydown', { key })
        found.push(view.get('[data-testid=weight-readout]').text())
      }
      return found
    }
    return {
      api,
      view,
      shown,
      numbers,
      watches: () => api.calls.filter(({ name }) => name === 'runs/watch').map(({ input }) => input),
    }
  }

  it('shows stored weights by keyboard, and what they are minus the first', async () => {
    const { view, numbers, watches } = await panel(sampleDetail({ checkpoints: [0, 2] }))
    expect(await numbers()).toEqual([
      'input 1 to unit 1: +1.000',
      'input 1 to unit 2: +2.000',
      'input 2 to unit 2: +4.000',
      'input 2 to unit 1: +3.000',
    ])
    expect(view.get('[data-testid=weights-place]').text()).toBe('epoch 2')
    expect(view.get('[data-testid=weight-lines]').text()).toContain('into unit 1Σ +4.00')
    expect(view.get('[aria-label^="Colour scale"]').attributes('aria-label')).toContain('+4.00')
    await view.get('[data-testid=show-initial]').trigger('click')
    await flushPromises()
    expect((await numbers()).map((text) => text.split(': ')[1])).toEqual(['0', '+1.000', '+3.000', '+2.000'])
    expect(view.get('[data-testid=weights-place]').text()).toBe('epoch 2 − epoch 0')
    await view.get('[data-testid=show-gradient]').trigger('click')
    expect(view.text()).toContain('Gradients are seen while the run trains.')
    // Nobody watches a run that is over.
    expect(watches()).toEqual([])
  })

  it('watches the layer while the run trains, follows it, and shows the last update and the gradient', async () => {
    const { api, view, shown, numbers, watches } = await panel(sampleDetail({ status: 'running', checkpoints: [0] }))
    expect(watches()).toMatchObject([{ id: 'run00001', layers: [first] }])
    api.emit('run/weights', live(2.1, 1, 2, 3, 4))
    api.emit('run/weights', { ...live(2.2, 9, 9, 9, 9), layer: first + 1 })
    api.emit('run/weights', { ...live(2.2, 9, 9, 9, 9), runId: 'another1' })
    api.emit('run/weights', live(2.2, 1.5, 2, 3, 2))
    await flushPromises()
    expect((await numbers())[0]).toBe('input 1 to unit 1: +1.500')
    expect(view.get('[data-testid=weights-place]').text()).toBe('epoch 3, step 2 of 10')
    await view.get('[data-testid=show-update]').trigger('click')
    expect((await numbers()).map((text) => text.split(': ')[1])).toEqual(['+0.5000', '0', '−2.000', '0'])
    await view.get('[data-testid=show-gradient]').trigger('click')
    expect((await numbers()).map((text) => text.split(': ')[1])).toEqual(['+7.000', '+8.000', '−10.00', '+9.000'])

    // Another layer is watched instead; a run that is over no more.
    useSelectedLayer().select(first + 1)
    await flushPromises()
    expect(watches().at(-1)).toMatchObject({ layers: [first + 1] })
    shown.value = sampleDetail({ checkpoints: [0, 3] })
    await flushPromises()
    expect(watches().at(-1)).toMatchObject({ id: 'run00001', layers: [] })
  })

  it('says what is not there', async () => {
    const { view } = await panel(sampleDetail({ checkpoints: [0] }), {
      'runs/weights': () => ({ epoch: 2, layer: 0, tensors: [] }),
    })
    expect(view.text()).toContain('This layer has no weights.')
    await view.get('[data-testid=show-epochs]').trigger('click')
    await flushPromises()
    expect(view.text()).toContain('No layer was measured in this run.')
  })
})

describe('PredictionsPanel', () => {
  it('shows what is told of an epoch: examples, right or wrong, and the share of right ones', async () => {
    const run = sampleDetail({ status: 'running' })
    const api = new FakeApi()
    const page = defineComponent(() => () => h(PredictionsPanel, { run, empty: 'Nothing yet.' }))
    const { view } = await mountView(page, api)
    expect(view.text()).toContain('Nothing yet.')
    const top = (label: number, probability: number) => [
      { label, probability },
      { label: 1 - label, probability: 1 - probability },
    ]
    api.emit('run/predictions', {
      ...{ runId: 'run00001', epoch: 3, split: 'validation', confusion: Uint32Array.of(3, 1, 0, 4) },
      items: [
        { position: 4, label: 0, top: top(0, 0.75) },
        { position: 9, label: 0, top: top(1, 0.625) },
      ],
    })
    await flushPromises()
    expect(view.text()).toContain('epoch 3')
    expect(view.text()).toContain('87.5 % right')
    const items = view.findAll('[data-testid=predicted-items] li')
    expect(items.map((item) => item.attributes('title'))).toEqual([
      'apple: apple 75.0 %, banana 25.0 %',
      'apple: banana 62.5 %, apple 37.5 %',
    ])
    expect(items.map((item) => item.find('svg').attributes('aria-label'))).toEqual(['right', 'wrong'])
    expect(items[1]!.get('img').attributes('src')).toContain('/thumbnails/data0001/9')
  })

  it('asks about a few examples once a run is over, unless there are many', async () => {
    const asked: unknown[] = []
    const api = new FakeApi({
      'runs/evaluate': () => ({ ...sampleAnswer, checkpoint: 3 }),
      'runs/evaluated-items': ({ query }) => {
        asked.push(query.offset)
        const item = { position: query.offset ?? 0, file: 'a', label: 'apple', tensorSha256: '', loss: 0 }
        return { total: 6, items: [{ ...item, top: [{ label: 'apple', probability: 1 }] }] }
      },
    })
    const run = shallowRef(sampleDetail())
    const page = defineComponent(() => () => h(PredictionsPanel, { run: run.value, empty: '' }))
    const { view } = await mountView(page, api)
    expect(asked).toEqual([0, 1, 2, 3, 4, 5])
    expect(view.findAll('[data-testid=predicted-items] li')).toHaveLength(6)
    const metrics = { ...run.value.metrics, validation: { loss: 1, accuracy: 0.5, count: 5000 } }
    run.value = sampleDetail({ id: 'run00002', metrics })
    await flushPromises()
    expect(view.text()).toContain('has not been asked about these 5\u2009000 examples')
  })
})

const sampleAnswer = {
  ...{ metrics: { loss: 1, accuracy: 1, count: 6 }, accuracy: null, split: 'validation' as const },
  ...{
    confusion: [
      [3, 0],
      [0, 3],
    ],
    classes: ['apple', 'banana'],
    perClass: [],
    total: 6,
    items: [],
  },
}
