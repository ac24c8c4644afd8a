import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { eachSeries, type CurveHistory } from '../../../src-main/contract/curve-history.ts'
import type { CommandInput } from '../../../src-main/contract/contract.ts'
import { connectionKey } from '../../../src-renderer/api/connection.ts'
import LineChart from '../../../src-renderer/charts/LineChart.vue'
import type { Series } from '../../../src-renderer/charts/series.ts'
import { emptyHistory, lastEpochs } from '../../../src-renderer/features/run/history.ts'
import RunCurves from '../../../src-renderer/features/run/RunCurves.vue'
import { useRunHistory } from '../../../src-renderer/features/run/useRunHistory.ts'
import { FakeApi, piniaOver } from '../fake-api.ts'
import { sampleDetail } from '../samples.ts'

vi.mock('../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => {} }))

beforeEach(() => localStorage.clear())
afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

interface Drawn {
  readonly title: string
  readonly series: readonly Series[]
  readonly ceiling?: number
}

const COUNT = 100_000
/** A stored run of a hundred thousand epochs whose loss is their number, cut into points as the database cuts. */
const stored = ({ from = 0, to = COUNT, points = 1200 }: CommandInput<'runs/curves'>) => {
  const end = Math.min(to, COUNT)
  const buckets = Math.min(points, end - from)
  const edge = (bucket: number): number => from + Math.floor((bucket * (end - from)) / buckets)
  const each = (value: (bucket: number) => number): Float64Array<ArrayBuffer> =>
    Float64Array.from({ length: buckets }, (_, bucket) => value(bucket))
  const least = eachSeries(() => each((bucket) => edge(bucket) + 1))
  return { count: COUNT, ...least, high: eachSeries(() => each((bucket) => edge(bucket + 1))) }
}

function historyOf(api: FakeApi) {
  let result: ReturnType<typeof useRunHistory> | undefined
  const Reader = defineComponent(() => {
    result = useRunHistory(() => 'run00001')
    return () => null
  })
  const view = mount(Reader, { global: { provide: { [connectionKey as symbol]: api } } })
  return { ...result!, view }
}

describe('useRunHistory', () => {
  it('reads what fits a screen, and every epoch of the part that is looked at', async () => {
    vi.useFakeTimers()
    const api = new FakeApi({ 'runs/curves': stored })
    const { history, look } = historyOf(api)
    await flushPromises()
    expect(api.names()).not.toContain('runs/history')
    expect(history.value.epoch).toHaveLength(2400)
    expect([history.value.loss[0], history.value.high?.loss.at(-1)]).toEqual([1, COUNT])

    look({ min: 50_000, max: 50_100 })
    await vi.advanceTimersByTimeAsync(200)
    const near = [...lastEpochs(history.value)].filter((epoch) => epoch >= 50_000 && epoch <= 50_100)
    expect(near).toEqual(Array.from({ length: 101 }, (_, index) => 50_000 + index))
    look(null)
    expect(history.value.epoch).toHaveLength(2400)
  })

  it('goes on with the epochs that come, and reads anew when some were missed', async () => {
    const api = new FakeApi({ 'runs/curves': stored })
    const { history } = historyOf(api)
    await flushPromises()
    const next = eachSeries(() => Float64Array.of(COUNT + 1))
    api.emit('run/epochs', { runId: 'run00001', ...next })
    await new Promise(requestAnimationFrame)
    expect(lastEpochs(history.value).at(-1)).toBe(COUNT + 1)
    api.miss()
    await flushPromises()
    expect(lastEpochs(history.value).at(-1)).toBe(COUNT)
  })

  it('is not taken back by a reading that ends later than the one after it', async () => {
    const late = Promise.withResolvers<CurveHistory>()
    const upTo = (epochs: number): CurveHistory =>
      eachSeries(() => Float64Array.from({ length: epochs }, (_, index) => index + 1))
    const answers = [late.promise, upTo(2)]
    const api = new FakeApi({ 'runs/history': () => answers.shift()! })
    const { history } = historyOf(api)
    await flushPromises()
    api.miss()
    await flushPromises()
    late.resolve(upTo(1))
    await flushPromises()
    expect([...history.value.epoch]).toEqual([1, 2])
  })
})

describe('RunCurves', () => {
  const running = sampleDetail({ status: 'running', epochsDone: 0, bestEpoch: null })
  const progress = { runId: 'run00001', epoch: 1, epochs: 3, steps: 4, samplesPerSecond: 9, secondsLeft: null }

  function curves(api: FakeApi, props: object = {}): VueWrapper {
    const pinia = piniaOver(api)
    return mount(RunCurves, {
      props: { run: running, history: emptyHistory(), planned: 3, empty: 'Soon.', ...props },
      global: { plugins: [pinia], provide: { [connectionKey as symbol]: api } },
      attachTo: document.body,
    })
  }

  it('shows the loss so far of the epoch under way until that epoch is saved', async () => {
    const api = new FakeApi()
    const view = curves(api)
    expect(view.get('[data-testid=curve-loss]').text()).toContain('Soon.')
    api.emit('run/progress', { ...progress, step: 1, loss: 0.75 })
    api.emit('run/progress', { ...progress, runId: 'another1', step: 2, loss: 9 })
    await flushPromises()
    expect(view.get('[data-testid=chart-tail]').text()).toBe('epoch 1 so far 0.750')
    await view.setProps({ history: eachSeries(() => Float64Array.of(1)) })
    expect(view.find('[data-testid=chart-tail]').exists()).toBe(false)
    api.emit('run/progress', { ...progress, epoch: 2, step: 1, loss: 0.5 })
    api.emit('run/progress', { ...progress, epoch: 2, step: 2, loss: 0.25 })
    await flushPromises()
    expect(view.get('[data-testid=chart-tail]').text()).toBe('epoch 2 so far 0.250')
  })

  it('keeps which curves are shown, and how, for the next run', async () => {
    const first = curves(new FakeApi())
    await first.get('[data-testid=show-rate]').trigger('click')
    await first.get('[data-testid=show-accuracy]').trigger('click')
    await first.get('[data-testid=curve-x]').setValue('samples')
    await first.get('[data-testid=smoothing]').setValue('0.6')
    await first.get('[data-testid=log-y]').trigger('click')
    await flushPromises()
    first.unmount()

    const view = curves(new FakeApi())
    expect(view.findAll('section').map((one) => one.attributes('aria-label'))).toEqual(['Loss', 'Learning rate'])
    expect(view.get('[data-testid=curve-loss] [role=slider]').attributes('aria-label')).toBe('Loss: samples looked at')
    expect(view.get('[data-testid=chart-notes]').text()).toBe('smoothed 0.60 · logarithmic')
  })

  it('draws of a regression its mean absolute error in place of an accuracy', () => {
    const history = {
      ...eachSeries(() => Float64Array.of(NaN, NaN)),
      ...{ epoch: Float64Array.of(1, 2), mae: Float64Array.of(0.5, 0.25), val_mae: Float64Array.of(0.625, 0.375) },
    }
    const view = curves(new FakeApi(), { run: { ...running, task: 'regression' }, history })
    expect(view.get('[data-testid=show-accuracy]').text()).toBe('MAE')
    expect(view.find('[data-testid=curve-accuracy]').exists()).toBe(false)
    const chart = view.findAllComponents(LineChart)[1]!
    expect(chart.attributes('data-testid')).toBe('curve-mae')
    const { title, series, ceiling } = chart.props() as unknown as Drawn
    expect(title).toBe('Mean absolute error')
    expect(series.map(({ name, values }) => [name, ...values])).toEqual([
      ['train', 0.5, 0.25],
      ['validation', 0.625, 0.375],
    ])
    // Nothing bounds an error above.
    expect(ceiling).toBeUndefined()
  })

  it('moves one cursor and one zoom through all curves, and says which epochs are looked at', async () => {
    const history = eachSeries(() => Float64Array.from({ length: 10 }, (_, index) => index + 1))
    const view = curves(new FakeApi(), { history, planned: undefined })
    const [loss, accuracy] = view.findAll('[role=slider]')
    await loss!.trigger('keydown', { key: 'Home' })
    expect(accuracy!.attributes('aria-valuenow')).toBe('1')
    await loss!.trigger('keydown', { key: '+' })
    expect(view.emitted('look')).toEqual([[{ min: 1, max: 6 }]])
    const resets = view.findAll('[data-testid=zoom-reset]')
    expect(resets.map((one) => one.classes().includes('invisible'))).toEqual([false, false])
    // A new point does not end the zoom.
    await view.setProps({ history: eachSeries(() => Float64Array.from({ length: 11 }, (_, index) => index + 1)) })
    expect(resets[0]!.classes()).not.toContain('invisible')
  })
})
