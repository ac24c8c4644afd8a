import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { h, ref } from 'vue'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import type { LiveWeights, WeightTensor } from '../../../src-main/contract/types.ts'
import WeightPanel from '../../../src-renderer/features/run/weights/WeightPanel.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDetail } from '../samples.ts'

const width = ref(0)
vi.mock('@vueuse/core', async (original) => ({
  ...(await original<typeof import('@vueuse/core')>()),
  useElementSize: () => ({ width, height: ref(200) }),
}))

const network = presetNetwork('mlp-2', [1, 1, 2], 2)
const layer = network.layers.findIndex(({ type }) => type === 'dense')
const kernel = (...values: number[]): WeightTensor => ({
  ...{ name: 'kernel', role: 'kernel', shape: [2, 2], block: 1, values: Float32Array.from(values) },
  ...{ least: Math.min(...values), most: Math.max(...values) },
})
const live = (epoch: number, weights: number[], gradient: number[]): LiveWeights & { runId: string } => ({
  ...{ runId: 'run00001', epoch, layer, tensors: [kernel(...weights)], gradients: [Float32Array.from(gradient)] },
})

it('puts the gradient beside the weights where there is room, with one cursor and one zoom for both', async () => {
  const api = new FakeApi({
    'runs/weights': () => ({ epoch: 0, layer, tensors: [kernel(1, 1, 1, 1)] }),
    'runs/watch': () => ({}),
  })
  const run = sampleDetail({ status: 'running', checkpoints: [0] })
  const panel = { render: () => h(WeightPanel, { network, run, checkpoint: 'last', steps: 10, empty: '' }) }
  width.value = 500
  const { view } = await mountView(panel, api)
  api.emit('run/weights', live(2.1, [1, 2, 3, 4], [7, 8, 9, -10]))
  await flushPromises()
  expect(view.findAll('[data-testid=weight-map]')).toHaveLength(1)

  width.value = 1000
  await flushPromises()
  const readouts = () => view.findAll('[data-testid=weight-readout]').map((one) => one.text())
  const [left, right] = view.findAll('[role=slider]')
  await left!.trigger('keydown', { key: 'Home' })
  await left!.trigger('keydown', { key: 'ArrowDown' })
  const [weight, gradient] = readouts()
  // Each has a scale of its own.
  expect([weight!.split(': ')[0], gradient!.split(': ')[0]]).toEqual(['input 2 to unit 1', 'input 2 to unit 1'])
  expect([weight!.split(': ')[1], gradient!.split(': ')[1]]).toEqual(['+3.000', '+9.000'])
  expect(view.findAll('[aria-label^="Colour scale"]').map((one) => one.attributes('aria-label'))).toEqual([
    expect.stringContaining('+4.00'),
    expect.stringContaining('+10.0'),
  ])
  const scales = () => view.findAll('[data-testid=weight-map]').map((one) => Number(one.attributes('data-scale')))
  const [before] = scales()
  await right!.trigger('keydown', { key: '+' })
  const [ofWeights, ofGradient] = scales()
  expect(ofWeights).toBe(ofGradient)
  expect(ofWeights).toBeGreaterThan(before!)

  await view.get('[data-testid=beside-initial]').trigger('click')
  await flushPromises()
  expect(readouts()[1]).toBe('input 2 to unit 1: +2.000')
  await view.get('[data-testid=show-epochs]').trigger('click')
  expect(view.find('[data-testid=beside-initial]').exists()).toBe(false)
})
