import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { presetRecipe } from '../../../src-engine/spec/recipe.ts'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import TrainView from '../../../src-renderer/features/train/TrainView.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { runAnswers } from '../run-answers.ts'
import { sampleDataset, sampleDetail, sampleRun } from '../samples.ts'

// There is no canvas here; drawing is tested in a browser.
vi.mock('../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => ({ valueAt: () => null }) }))

beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

describe('TrainView', () => {
  it('starts a run with the settings of the form and opens it', async () => {
    const api = new FakeApi({
      ...runAnswers,
      'datasets/list': () => [sampleDataset()],
      'runs/start': () => ({ runId: 'run00001' }),
    })
    const { view, router } = await mountView(TrainView, api, '/train?data=data0001')
    expect(view.text()).toContain('3×3×3×24 = 648')
    await view.get('[data-testid=epochs]').setValue(7)
    await view.get('form').trigger('submit')
    await flushPromises()
    const start = api.calls.find(({ name }) => name === 'runs/start')?.input
    expect(start).toMatchObject({
      preset: 'resnet-small',
      config: {
        data: { source: 'data0001' },
        training: { epochs: 7, batchSize: presetRecipe('resnet-small', 18, [8, 8, 3]).training.batchSize, seed: 1 },
      },
    })
    expect(router.currentRoute.value.path).toBe('/train/run00001')
  })

  it('does not start with a field that cannot be used, and says what it needs', async () => {
    const api = new FakeApi({ 'datasets/list': () => [sampleDataset()] })
    const { view } = await mountView(TrainView, api, '/train')
    await view.get('[data-testid=batch-size]').setValue('')
    expect(view.text()).toContain('A whole number from 1 to 65\u2009536.')
    expect(view.get('[data-testid=start-training]').attributes('disabled')).toBeDefined()
    await view.get('form').trigger('submit')
    expect(api.names()).not.toContain('runs/start')
  })

  it('says of a run that is not there so once, without commands of a terminal', async () => {
    const gone = (): never => {
      throw new GlassboxError('not-found', 'There is no run "bogus".', { hint: 'See `glassbox runs list`.' })
    }
    const answers = { 'runs/get': gone, 'runs/history': gone, 'runs/weights': gone }
    const { view } = await mountView(TrainView, new FakeApi(answers), '/train/bogus')
    expect(view.findAll('[role=alert]')).toHaveLength(1)
    expect(view.get('[role=alert]').text()).toContain('There is no run "bogus".')
    expect(view.text()).not.toContain('`')
  })

  it('says that a run learnt nothing, and what to try', async () => {
    const train = { loss: 0.69, accuracy: 12 / 18, count: 18 }
    const detail = sampleDetail({ metrics: { train, validation: null, test: null } })
    const api = new FakeApi({
      ...{ ...runAnswers, 'datasets/list': () => [sampleDataset()] },
      ...{ 'runs/get': () => detail, 'runs/list': () => [detail] },
    })
    const { view } = await mountView(TrainView, api, '/train/run00001')
    expect(view.get('[data-testid=no-learning]').text()).toContain('no better than always answering one class')
    expect(view.get('[data-testid=run-status]').text()).toBe('did not learn')
  })

  it('names the run that a queued one waits for, and only then that it waits', async () => {
    const queued = sampleDetail({ id: 'run00002', name: 'second', status: 'queued', epochsDone: 0 })
    let list = [queued, sampleRun({ status: 'running' })]
    const api = new FakeApi({ ...runAnswers, 'runs/get': () => queued, 'runs/list': () => list })
    const { view } = await mountView(TrainView, api, '/train/run00002')
    expect(view.text()).toContain('waiting for fruit 1')
    list = [queued]
    api.miss()
    await flushPromises()
    expect(view.text()).toContain('getting ready')
  })

  it('trains a run again with its own settings', async () => {
    const detail = sampleDetail()
    detail.config.training.loss = 'meanSquaredError'
    detail.config.training.optimizer = {
      type: 'sgd',
      learningRate: 0.5,
      momentum: 0.9,
      nesterov: false,
      variant: 'keras',
    }
    const api = new FakeApi({
      ...runAnswers,
      'datasets/list': () => [sampleDataset()],
      'runs/get': () => detail,
      'runs/start': () => ({ runId: 'run00002' }),
    })
    const { view, router } = await mountView(TrainView, api, '/train/run00001')
    await view.get('[data-testid=train-again]').trigger('click')
    await flushPromises()
    expect(router.currentRoute.value.path).toBe('/train')
    const shown = (path: string): string => view.get<HTMLSelectElement>(`[data-testid="setting-${path}"]`).element.value
    expect(['loss', 'optimizer.type', 'optimizer.momentum'].map(shown)).toEqual(['meanSquaredError', 'sgd', '0.9'])
    await view.get('form').trigger('submit')
    await flushPromises()
    const start = api.calls.find(({ name }) => name === 'runs/start')?.input
    expect(start).toMatchObject({ config: { training: detail.config.training, data: detail.config.data } })
  })

  it('draws epochs and weights as they come, and the result at the end', async () => {
    let detail = sampleDetail({ status: 'running', epochsDone: 0, checkpoints: [] })
    const api = new FakeApi({
      ...{ ...runAnswers, 'datasets/list': () => [sampleDataset()] },
      ...{ 'runs/get': () => detail, 'runs/list': () => [detail] },
    })
    const { view } = await mountView(TrainView, api, '/train/run00001')
    expect(view.get('[data-testid=stop-training]').text()).toBe('Stop')
    const one = (value: number): Float64Array<ArrayBuffer> => Float64Array.of(value)
    const series = {
      seconds: one(1),
      loss: one(0.5),
      accuracy: one(0.75),
      val_loss: one(0.625),
      val_accuracy: one(0.75),
      mae: one(NaN),
      val_mae: one(NaN),
    }
    api.emit('run/epochs', { runId: 'run00001', epoch: one(1), ...series })
    api.emit('run/epochs', { runId: 'another1', epoch: one(2), ...series })
    const kernel = Float32Array.from({ length: 432 }, (_, i) => i)
    api.emit('run/weights', {
      ...{ runId: 'run00001', epoch: 1, layer: 0, gradients: [null] },
      tensors: [
        { name: 'kernel', role: 'kernel', shape: [3, 3, 3, 16], block: 1, values: kernel, least: 0, most: 431 },
      ],
    })
    await new Promise(requestAnimationFrame)
    await flushPromises()
    await view.get('[aria-label="Loss as a table"]').trigger('click')
    const cells = view.get('[data-testid=curve-loss]').findAll('tbody td')
    expect(cells.map((cell) => Number(cell.attributes('data-value')))).toEqual([0.5, 0.625])
    await view.get('[role=slider][aria-label^="kernel of layer 0"]').trigger('keydown', { key: 'End' })
    expect(view.get('[data-testid=weight-readout]').text()).toBe('unit 16, row 3, column 3, B: +431.0')

    detail = sampleDetail()
    api.emit('run/changed', sampleRun())
    api.emit('run/finished', { runId: 'run00001', error: null })
    await flushPromises()
    expect(view.get('[data-testid=run-result]').text()).toContain('Best at epoch 2')
    expect(view.find('[data-testid=stop-training]').exists()).toBe(false)
  })
})
