import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { h } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import HomeView from '../../../../src-renderer/features/home/HomeView.vue'
import { groupResult } from '../../../../src-renderer/features/run/group-result.ts'
import GroupResult from '../../../../src-renderer/features/run/GroupResult.vue'
import RunFacts from '../../../../src-renderer/features/run/RunFacts.vue'
import { predictedWords, shortDuration, totalOf } from '../../../../src-renderer/features/train/cost/cost-words.ts'
import type { CommandInput } from '../../../../src-main/contract/contract.ts'
import { FIRST_RUN } from '../../../../src-engine/data/first-run.ts'
import { FakeApi } from '../../fake-api.ts'
import { mountView } from '../../mount-view.ts'
import { sampleDataset, sampleDetail, sampleOutcome, sampleRun } from '../../samples.ts'

enableAutoUnmount(afterEach)

const losing = (loss: number) => ({ train: null, test: null, validation: { loss, accuracy: 0.9, count: 6 } })
const tried = [
  sampleRun({ id: 'run00001', preset: 'cnn-small', groupId: 'group001', metrics: losing(0.401) }),
  sampleRun({ id: 'run00002', preset: 'resnet-small', groupId: 'group001', metrics: losing(0.312) }),
]

describe('runs that were tried side by side', () => {
  it('are judged by validation when all have ended', () => {
    expect(groupResult(tried)).toMatchObject({
      count: 2,
      by: 'validation',
      best: { name: 'resnet-small', words: '0.312 against 0.401' },
    })
    expect(groupResult([tried[0]!, { ...tried[1]!, status: 'running' }]).best).toBeNull()
  })
  it('are called by what tells them apart', () => {
    const seeds = tried.map((run, turn) => ({ ...run, preset: 'xor', seed: 3 + turn }))
    expect(groupResult(seeds).best?.name).toBe('seed 4')
    expect(groupResult(tried.map((run, turn) => ({ ...run, seed: turn }))).best?.name).toBe('resnet-small, seed 1')
  })
  it('are judged by the training loss where nothing was held back', () => {
    const train = (loss: number) => ({ validation: null, test: null, train: { loss, accuracy: 1, count: 4 } })
    const whole = tried.map((run, turn) => ({ ...run, metrics: train(0.2 - 0.1 * turn) }))
    expect(groupResult(whole)).toMatchObject({ by: 'training loss', best: { words: '0.100 against 0.200' } })
  })
  it('lead to the best one', async () => {
    const api = new FakeApi({ 'runs/list': () => tried })
    const { view } = await mountView({ render: () => h(GroupResult, { groupId: 'group001' }) }, api)
    expect(view.get('[data-testid=group-result]').text().replaceAll(/\s+/g, ' ')).toBe(
      'Best of 2 by validation: resnet-small, 0.312 against 0.401',
    )
    expect(view.get('a').attributes('href')).toBe('/runs/run00002')
  })
})

describe('what was predicted', () => {
  it('stands beside what it took', async () => {
    const shown = async (changes: Parameters<typeof sampleDetail>[0]): Promise<string> => {
      const run = sampleDetail({ wallSeconds: 58, ...changes })
      return (await mountView({ render: () => h(RunFacts, { run }) }, new FakeApi())).view.text()
    }
    expect(await shown({ predictedSeconds: 61.7 })).toContain('predicted 1 m 02 s, took 58 s (−6 %)')
    expect(await shown({})).not.toContain('predicted')
    expect(await shown({ predictedSeconds: 62, end: 'earlyStopping' })).not.toContain('predicted')
  })
  it('is said with its sign, and in small units', () => {
    expect(predictedWords(2, 3)).toBe('predicted 2.0 s, took 3.0 s (+50 %)')
    expect(predictedWords(2, 2)).toContain('(±0 %)')
    expect([0.0001, 0.016, 0.4].map(shortDuration)).toEqual(['less than 1 ms', '16 ms', '0.4 s'])
    expect(totalOf([null], 1)).toBeNull()
  })
})

describe('an empty Home', () => {
  const dataset = sampleDataset({ prepare: { ...sampleDataset().prepare!, channels: 'gray' } })
  it('has one button, which makes data, starts a network and shows it', async () => {
    const api = new FakeApi({
      'datasets/import': () => ({ jobId: 'job00001' }),
      'datasets/get': () => ({ ...dataset, skipped: [] }),
      'runs/start': () => ({ runId: 'run00001' }),
    })
    const { view, router } = await mountView(HomeView, api)
    expect(view.findAll('.bg-accent').map((one) => one.text())).toEqual(['Watch a network learn'])
    await view.get('[data-testid=first-run]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)?.input).toEqual({ source: { builtIn: FIRST_RUN.data } })
    api.emit('job/finished', sampleOutcome({ datasetId: 'data0001' }))
    await flushPromises()
    const { config, preset } = api.calls.find(({ name }) => name === 'runs/start')?.input as CommandInput<'runs/start'>
    expect([preset, config.training?.epochs]).toEqual([FIRST_RUN.preset, FIRST_RUN.epochs])
    expect(router.currentRoute.value.path).toBe('/train/run00001')
  })
  it('has it no more once there is a run', async () => {
    const { view } = await mountView(HomeView, new FakeApi({ 'runs/list': () => [sampleRun()] }))
    expect(view.find('[data-testid=first-run]').exists()).toBe(false)
    expect(view.findAll('.bg-accent').map((one) => one.text())).toEqual(['Choose a folder'])
  })
})
