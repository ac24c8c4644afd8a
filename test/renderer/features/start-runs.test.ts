import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import type { CommandInput } from '../../../src-main/contract/contract.ts'
import TrainView from '../../../src-renderer/features/train/TrainView.vue'
import { useTrainDraft } from '../../../src-renderer/stores/train-draft.ts'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDataset, sampleDetail } from '../samples.ts'

vi.mock('../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => ({ valueAt: () => null }) }))

enableAutoUnmount(afterEach)
beforeEach(() => localStorage.clear())

type Start = CommandInput<'runs/start'>
async function form(
  start: (input: Start) => { runId: string },
  set: (draft: ReturnType<typeof useTrainDraft>) => void,
) {
  const api = new FakeApi({
    'datasets/list': () => [sampleDataset(), sampleDataset({ id: 'data0002', name: 'three', classes: [] })],
    'runs/start': start,
    'runs/find-rate': () => ({ runId: 'finder01' }),
  })
  const { view, router } = await mountView(TrainView, api, '/train')
  set(useTrainDraft())
  await flushPromises()
  const inputs = (): Start[] => api.calls.filter(({ name }) => name === 'runs/start').map(({ input }) => input as Start)
  return { api, view, router, inputs }
}

describe('several seeds', () => {
  it('are as many runs of one group, each with the next seed', async () => {
    let count = 0
    const { view, router, inputs } = await form(
      () => ({ runId: `run0000${++count}` }),
      ({ draft }) => Object.assign(draft, { datasetId: 'data0001', seed: 5, seeds: 3 }),
    )
    expect(view.get('[data-testid=start-training]').text()).toBe('Start 3 runs')
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(inputs().map(({ config }) => config.training?.seed)).toEqual([5, 6, 7])
    const groups = new Set(inputs().map(({ groupId }) => groupId))
    expect([...groups]).toEqual([expect.stringMatching(/^[a-z0-9]{4,32}$/)])
    expect(router.currentRoute.value.path).toBe('/train/run00001')
  })
  it('say how many were started when one is refused', async () => {
    let count = 0
    const { view } = await form(
      () => {
        if (++count > 2) throw new GlassboxError('storage/disk-full', 'The disk is full.')
        return { runId: 'run00001' }
      },
      ({ draft }) => Object.assign(draft, { seeds: 4 }),
    )
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(view.get('[role=alert]').text()).toMatch(/^2 of 4 runs were started:\s+The disk is full\./)
  })
})

it('one run belongs to no group and starts at its seed', async () => {
  const { view, inputs } = await form(
    () => ({ runId: 'run00001' }),
    () => undefined,
  )
  await view.get('form').trigger('submit')
  await flushPromises()
  expect(Object.keys(inputs()[0]!).toSorted()).toEqual(['config', 'preset'])
})

it('a fork names where it begins, offers no other network and no data that do not fit', async () => {
  const { view, inputs } = await form(
    () => ({ runId: 'run00009' }),
    (store) => store.forkFrom(sampleDetail(), 3),
  )
  const point = view.get('[data-testid=starting-point]')
  expect(point.text()).toContain('Continues from epoch 3 of «fruit 1»')
  expect(view.find('[data-testid^=preset-]').exists()).toBe(false)
  expect(view.find('[data-testid=find-rate]').exists()).toBe(false)
  expect(view.findAll('[data-testid=train-data] option').map((one) => one.text())).toEqual(['fruit'])
  await view.get('[data-testid=from-epoch]').setValue('0')
  expect(point.text()).toContain('Same first weights as «fruit 1»')
  await view.get('[data-testid=from-epoch]').setValue('2')
  expect(view.get<HTMLInputElement>('[data-testid=epochs]').element.value).toBe('4')
  await view.get('form').trigger('submit')
  await flushPromises()
  expect(inputs()[0]).toMatchObject({
    from: { runId: 'run00001', checkpoint: 2 },
    preset: 'cnn-small',
    config: { network: sampleDetail().config.network, training: { epochs: 4, seed: 7 } },
  })
})

it('a learning rate is looked for with the settings of the form', async () => {
  const { api, view, router } = await form(
    () => ({ runId: 'run00001' }),
    ({ draft }) => Object.assign(draft, { batchSize: 8 }),
  )
  await view.get('[data-testid=find-rate]').trigger('click')
  await flushPromises()
  expect(api.calls.find(({ name }) => name === 'runs/find-rate')?.input).toMatchObject({
    preset: 'resnet-small',
    config: { training: { batchSize: 8, seed: 1 } },
  })
  expect(router.currentRoute.value.path).toBe('/runs/finder01')
})

it('more settings open by themselves when something in them cannot be used', async () => {
  const { view } = await form(
    () => ({ runId: 'run00001' }),
    () => undefined,
  )
  const more = view.get<HTMLDetailsElement>('[data-testid=more-settings]')
  expect(more.element.open).toBe(false)
  await view.get('[data-testid=seeds]').setValue('')
  expect(more.element.open).toBe(true)
  expect(more.text()).toContain('A whole number from 1 to 20.')
})
