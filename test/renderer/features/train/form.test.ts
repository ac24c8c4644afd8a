import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { computed, defineComponent, h } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CommandInput } from '../../../../src-main/contract/contract.ts'
import { GlassboxError, toEnvelope } from '../../../../src-main/contract/errors.ts'
import type { RunCost } from '../../../../src-main/contract/types.ts'
import TrainForm from '../../../../src-renderer/features/train/TrainForm.vue'
import { useDraftNetwork } from '../../../../src-renderer/features/train/useDraftNetwork.ts'
import { useDatasets } from '../../../../src-renderer/stores/datasets.ts'
import { useTrainDraft, type TrainDraft } from '../../../../src-renderer/stores/train-draft.ts'
import { FakeApi } from '../../fake-api.ts'
import { mountView } from '../../mount-view.ts'
import { sampleDataset, sampleDetail, sampleRun } from '../../samples.ts'

enableAutoUnmount(afterEach)
beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => void vi.useRealTimers())

const table = sampleDataset({
  ...{ id: 'table001', name: 'points', columns: ['x', 'y'], prepare: null, builtIn: 'moons' },
  classes: ['a', 'b'].map((name) => ({ name, counts: { train: 100, validation: 30, test: 30 } })),
})

function costOf({ config }: CommandInput<'runs/estimate'>): RunCost {
  const { epochs = 0 } = config.training ?? {}
  return {
    ...{ parameters: 1_049_738, memoryBytes: 86_000_000, machineMemoryBytes: 4e9, refusal: null },
    ...{ probe: { secondsPerEpoch: 3.1, samplesPerSecond: 300, isMeasured: true }, totalSeconds: 3.1 * epochs },
  }
}

/** The form as the Train view shows it. */
const Form = defineComponent(() => {
  const dataset = computed(() => useDatasets().find(useTrainDraft().draft.datasetId))
  const { network, checked } = useDraftNetwork(() => dataset.value)
  return () => {
    const problem = checked.value?.problem ?? null
    return dataset.value && h(TrainForm, { dataset: dataset.value, network: network.value, problem })
  }
})

async function form(draft: Partial<TrainDraft> = {}, answers: ConstructorParameters<typeof FakeApi>[0] = {}) {
  let started = 0
  const api = new FakeApi({
    'datasets/list': () => [sampleDataset(), table],
    'runs/start': () => ({ runId: `run0000${++started}` }),
    'runs/estimate': costOf,
    ...answers,
  })
  const { view } = await mountView(Form, api, '/train')
  Object.assign(useTrainDraft().draft, { datasetId: 'table001', ...draft })
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn++) await flushPromises()
    vi.advanceTimersByTime(600)
    for (let turn = 0; turn < 6; turn++) await flushPromises()
  }
  await rest()
  const get = (id: string) => view.get(`[data-testid="${id}"]`)
  const starts = (): CommandInput<'runs/start'>[] =>
    api.calls.flatMap(({ name, input }) => (name === 'runs/start' ? [input as CommandInput<'runs/start'>] : []))
  return { api, view, get, rest, starts }
}

describe('what a run takes', () => {
  it('stands above the button that starts it, and goes with the run', async () => {
    const { view, get, starts } = await form({ epochs: 20 })
    expect(get('cost').text()).toBe('1\u2009049\u2009738 parameters · 86 MB · about 3.1 s an epoch · 1 m 02 s in all')
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(starts()[0]?.predictedSeconds).toBeCloseTo(62)
  })
  it('is asked for once the form rests, of the plain choices too, and never twice', async () => {
    const { api, get, rest } = await form()
    const asked = (): unknown[] => api.calls.filter(({ name }) => name === 'runs/estimate')
    // Balanced, which is what the form holds, quick, and both networks of thorough.
    expect(asked()).toHaveLength(4)
    expect(get('plan-balanced').text()).toMatch(/^Balanced ?about \d/)
    await get('plan-quick').trigger('click')
    await rest()
    expect(asked()).toHaveLength(4)
    await get('seed').setValue(5)
    await rest()
    expect(asked()).toHaveLength(4)
    await get('epochs').setValue(7)
    await rest()
    expect(asked()).toHaveLength(5)
  })
  it('is measured when the other run rests', async () => {
    let list = [sampleRun({ status: 'running' })]
    let probe: RunCost['probe'] = null
    const { api, get, rest } = await form(
      { epochs: 20 },
      {
        'runs/list': () => list,
        'runs/estimate': (input) => ({ ...costOf(input), probe, totalSeconds: null }),
      },
    )
    expect(get('cost').text()).toContain('The time is measured when the other run rests.')
    list = []
    probe = { secondsPerEpoch: 2, samplesPerSecond: 100, isMeasured: true }
    api.miss()
    await rest()
    expect(get('cost').text()).not.toContain('other run')
  })
  it('that the machine has not enough memory for keeps it from starting, and one click mends it', async () => {
    const refused = new GlassboxError('run/out-of-memory', 'This training needs 9.0 GB of memory.', {
      hint: 'Use a batch of 64.',
      details: { batchSize: 64 },
    })
    const { get, rest } = await form(
      { batchSize: 150 },
      {
        'runs/estimate': (input) =>
          input.config.training?.batchSize === 150
            ? { ...costOf(input), refusal: toEnvelope(refused), probe: null, totalSeconds: null }
            : costOf(input),
      },
    )
    expect(get('memory-refusal').text()).toContain('This training needs 9.0 GB of memory.')
    expect(get('start-training').attributes('disabled')).toBeDefined()
    await get('fitting-batch').trigger('click')
    await rest()
    expect((get('batch-size').element as HTMLInputElement).value).toBe('64')
    expect(get('start-training').attributes('disabled')).toBeUndefined()
  })
})

describe('the three plain choices', () => {
  it('fill in the form, and whatever is changed then makes it custom', async () => {
    const { get, view } = await form()
    const pressed = (): string[] => view.findAll('[data-testid=plans] [aria-pressed=true]').map((one) => one.text())
    const epochs = (): number => Number((get('epochs').element as HTMLInputElement).value)
    const balanced = epochs()
    await get('plan-quick').trigger('click')
    expect(pressed()).toEqual([expect.stringContaining('Quick')])
    expect(epochs()).toBeLessThan(balanced)
    await get('epochs').setValue(3)
    expect(pressed()).toEqual([])
    expect(get('plan-words').text()).toBe('Custom. mlp-32 for 3 epochs.')
    await get('plan-balanced').trigger('click')
    expect(epochs()).toBe(balanced)
  })
  it('thorough starts a group of two networks, as often as there are seeds', async () => {
    const { get, view, starts } = await form({ seeds: 2, seed: 4 })
    await get('plan-thorough').trigger('click')
    expect(get('plan-words').text()).toContain('validation chooses.')
    expect(get('start-training').text()).toBe('Start 4 runs')
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(starts().map(({ preset, config }) => [preset, config.training?.seed])).toEqual([
      ['mlp-32', 4],
      ['mlp-128', 4],
      ['mlp-32', 5],
      ['mlp-128', 5],
    ])
    expect(new Set(starts().map(({ groupId }) => groupId)).size).toBe(1)
    const units = starts().map(({ config }) => (config.network.layers[0] as { units?: number }).units)
    expect(units).toEqual([32, 128, 32, 128])
  })
})

describe('a network that does not fit the data', () => {
  it('says so at the form and is fitted with one click', async () => {
    const network = sampleDetail().config.network
    const own = { from: 'cnn-small', network }
    const { get, view, starts } = await form({ own })
    expect(get('fit-problem').text()).toContain('The network expects 8×8×3, but a row has 2.')
    const ten = { ...network.layers.at(-1)!, units: 10 } as (typeof network.layers)[number]
    const digits = { ...network, input: [28, 28, 1], layers: network.layers.with(-1, ten) }
    Object.assign(useTrainDraft().draft, { datasetId: 'data0001', own: { from: 'mnist', network: digits } })
    await flushPromises()
    expect(get('fit-problem').text()).toContain('The network expects 28×28×1, but the pictures are 8×8×3.')
    await get('fit-network').trigger('click')
    await flushPromises()
    expect(view.find('[data-testid=fit-problem]').exists()).toBe(false)
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(starts()[0]?.config.network).toMatchObject({ input: [8, 8, 3] })
    expect(starts()[0]?.config.network.layers.at(-1)).toMatchObject({ units: 2, activation: 'softmax' })
  })
  it('so is a batch of more examples than there are', async () => {
    const { get, view } = await form({ batchSize: 500 })
    expect(get('batch-note').text()).toContain('A batch of 500 is more than the 200 training examples')
    await get('usual-batch').trigger('click')
    await flushPromises()
    expect((get('batch-size').element as HTMLInputElement).value).toBe('32')
    expect(view.find('[data-testid=batch-note]').exists()).toBe(false)
  })
})

describe('every option', () => {
  it('is explained where it stands', async () => {
    const { view } = await form()
    expect(view.find('[data-testid=explanation]').exists()).toBe(false)
    const ask = view.get('[aria-label="What is Optimiser?"]')
    await ask.trigger('click')
    expect(ask.attributes('aria-expanded')).toBe('true')
    expect(view.get('[data-testid=explanation]').text()).toContain('w ← w − η·m̂ / (√v̂ + ε)')
    await view.get('[data-testid="setting-optimizer.type"]').setValue('sgd')
    expect(view.get('[data-testid=explanation]').text()).toContain('v ← µ·v − η·g')
    await ask.trigger('click')
    expect(view.find('[data-testid=explanation]').exists()).toBe(false)
  })
  it('reaches the run', async () => {
    const { view, get, starts } = await form()
    await get('setting-optimizer.type').setValue('sgd')
    await get('setting-optimizer.momentum').setValue(0.9)
    await get('setting-optimizer.nesterov').setValue('true')
    await get('setting-gradientClipping.type').setValue('norm')
    await get('setting-gradientClipping.limit').setValue(2)
    await get('setting-batching').setValue('full')
    await get('initialiser').setValue('heNormal')
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(starts()[0]?.config).toMatchObject({
      training: {
        optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: true },
        gradientClipping: { type: 'norm', limit: 2 },
        batching: 'full',
      },
      network: { layers: [{ kernelInitializer: 'heNormal' }, { kernelInitializer: 'heNormal' }] },
    })
  })
})
