import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, shallowRef } from 'vue'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { NetworkSpec } from '../../../src-engine/spec/network.ts'
import type { LayerWeights } from '../../../src-main/contract/types.ts'
import type { LayerTensor } from '../../../src-renderer/canvas/network/edges.ts'
import NetworkDrawing from '../../../src-renderer/canvas/network/NetworkDrawing.vue'
import { drawnLayers } from '../../../src-renderer/features/run/network/drawn-layers.ts'
import LiveNetwork from '../../../src-renderer/features/run/network/LiveNetwork.vue'
import { nodeValues } from '../../../src-renderer/features/run/network/node-values.ts'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDetail } from '../samples.ts'

const relu = NetworkSpec.parse({
  input: [2],
  layers: [
    { type: 'dense', units: 2, activation: 'relu' },
    { type: 'dense', units: 1, activation: 'linear' },
  ],
})
/** XOR by hand: |a − b| out of two relus. */
const KERNELS = [Float32Array.of(1, -1, -1, 1), Float32Array.of(1, 1)]
const BIASES = [Float32Array.of(0, 0), Float32Array.of(0.5)]
const layerOf = (layer: number, epoch: number, shift = 0): LayerWeights => {
  const of = (name: 'kernel' | 'bias', shape: number[], values: Float32Array) => ({
    ...{ name, role: name, shape, block: 1, least: 0, most: 0 },
    values: values.map((value) => value + shift),
  })
  return {
    ...{ epoch, layer },
    tensors: [
      of('kernel', layer === 0 ? [2, 2] : [2, 1], KERNELS[layer]!),
      of('bias', layer === 0 ? [2] : [1], BIASES[layer]!),
    ],
  }
}
const tensors = [0, 1].flatMap((layer) =>
  layerOf(layer, 0).tensors.map((tensor) => ({ ...tensor, layer, name: `${layer}.${tensor.name}` })),
)

describe('nodeValues', () => {
  it('is what every node hands on, as the reference computes it', () => {
    const values = nodeValues(relu, tensors, Float32Array.of(1, 0))
    expect(values?.map((one) => [...one])).toEqual([[1, 0], [1, 0], [1.5]])
  })

  it('is nothing while weights are missing, or the example has another shape', () => {
    expect(nodeValues(relu, tensors.slice(2), Float32Array.of(1, 0))).toBeNull()
    expect(nodeValues(relu, tensors, Float32Array.of(1, 0, 1))).toBeNull()
  })
})

describe('drawnLayers', () => {
  it('are all of a small network, the chosen one of a large one, and none where boxes are drawn', () => {
    const dense = (name: string) => presetNetwork(name, [28, 28, 1], 10)
    expect(drawnLayers(relu, null)).toEqual([0, 1])
    const small = dense('784-32-10')
    const weighted = small.layers.flatMap(({ type }, index) => (type === 'dense' ? [index] : []))
    expect(drawnLayers(small, null)).toEqual(weighted)
    const large = dense('mlp-book')
    const first = large.layers.findIndex(({ type }) => type === 'dense')
    expect([drawnLayers(large, null), drawnLayers(large, first)]).toEqual([[], [first]])
    expect(drawnLayers(dense('cnn-small'), 0)).toEqual([])
  })
})

describe('LiveNetwork', () => {
  it('watches all layers of a small network, and draws them live with the values of one example after the other', async () => {
    const { data } = sampleDetail().config
    const config = { ...sampleDetail().config, network: relu, data: { ...data, prepare: null, table: null } }
    const run = shallowRef(sampleDetail({ config, status: 'running', checkpoints: [0] }))
    const rows = [Float32Array.of(1, 0), Float32Array.of(1, 1)]
    const api = new FakeApi({
      'runs/watch': () => ({}),
      'runs/weights': ({ layer }) => layerOf(layer ?? 0, 0),
      'datasets/rows': ({ offset = 0 }) => ({
        total: 2,
        items: [{ position: offset, classIndex: 1, target: null } as never],
        values: rows[offset]!,
      }),
    })
    const page = defineComponent(() => () => h(LiveNetwork, { network: relu, run: run.value, steps: 10 }))
    const { view } = await mountView(page, api)
    const watches = () => api.calls.filter(({ name }) => name === 'runs/watch').map(({ input }) => input)
    const drawn = () =>
      view.getComponent(NetworkDrawing).props() as unknown as {
        weights: readonly LayerTensor[]
        values: readonly Float32Array[] | null
      }
    const outputs = () => drawn().values?.map((one) => [...one])
    expect(watches()).toMatchObject([{ id: 'run00001', layers: [0, 1] }])
    expect(outputs()).toEqual([[1, 0], [1, 0], [1.5]])
    expect(view.get('[data-testid=network-example]').text()).toBe('example 1 of 2: banana')

    for (const layer of [0, 1]) api.emit('run/weights', { runId: 'run00001', ...layerOf(layer, 2.5, 1), gradients: [] })
    api.emit('run/weights', { runId: 'another1', ...layerOf(0, 9, 9), gradients: [] })
    await new Promise(requestAnimationFrame)
    await flushPromises()
    expect([...drawn().weights[0]!.values]).toEqual([2, 0, 0, 2])
    expect(outputs()).toEqual([[1, 0], [3, 1], [9.5]])
    expect(view.get('[data-testid=network-place]').text()).toBe('epoch 3, step 5 of 10')

    await view.get('[data-testid=example-next]').trigger('click')
    await flushPromises()
    expect(outputs()).toEqual([[1, 1], [3, 3], [13.5]])
    await view.get('[data-testid=example-next]').trigger('click')
    await flushPromises()
    expect(outputs()?.[0]).toEqual([1, 0])

    run.value = sampleDetail({ config, checkpoints: [0, 3] })
    await flushPromises()
    expect(watches().at(-1)).toMatchObject({ layers: [] })
  })
})
