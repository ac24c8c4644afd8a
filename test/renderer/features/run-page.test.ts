import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import type { RunDetail, Verification } from '../../../src-main/contract/types.ts'
import { emptyHistory } from '../../../src-renderer/features/run/history.ts'
import RunView from '../../../src-renderer/features/runs/RunView.vue'
import { useTrainDraft } from '../../../src-renderer/stores/train-draft.ts'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDetail, sampleEvaluation, sampleOutcome, sampleReceipt, sampleRun } from '../samples.ts'

vi.mock('../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => ({ valueAt: () => null }) }))

beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

type Answers = ConstructorParameters<typeof FakeApi>[0]
async function page(changes: Partial<RunDetail> = {}, answers: Answers = {}) {
  const detail = sampleDetail(changes)
  const none = (): never => {
    throw new GlassboxError('run/no-checkpoint', 'None yet.')
  }
  const api = new FakeApi({
    'runs/list': () => [sampleRun(changes)],
    'runs/get': ({ id }) => ({ ...detail, id }),
    'runs/history': () => emptyHistory(),
    'runs/weights': none,
    'runs/diagnostics': () => [],
    'runs/edit': ({ id }) => sampleRun({ id }),
    'runs/pin': () => ({}),
    'runs/evaluate': () => sampleEvaluation(),
    'runs/evaluated-items': () => ({ total: 0, items: [] }),
    ...answers,
  })
  const { view, router } = await mountView(RunView, api, `/runs/${detail.id}`)
  return { view, router, api }
}
const lastEdit = (api: FakeApi): unknown => api.calls.findLast(({ name }) => name === 'runs/edit')?.input

describe('name, tags and note', () => {
  it('are changed where they stand', async () => {
    const { view, api } = await page({ tags: ['keep'] })
    await view.get('[data-testid=rename]').trigger('click')
    await view.get('[data-testid=name-field]').setValue(' wider ')
    await view.get('[data-testid=name-field]').trigger('keydown', { key: 'Enter' })
    expect(lastEdit(api)).toEqual({ id: 'run00001', name: 'wider' })
    await view.get('[data-testid=add-tag]').trigger('click')
    await view.get('[data-testid=new-tag]').setValue('baseline')
    await view.get('[data-testid=new-tag]').trigger('keydown', { key: 'Enter' })
    expect(lastEdit(api)).toEqual({ id: 'run00001', addTags: ['baseline'] })
    await view.get('[aria-label="Remove the tag keep"]').trigger('click')
    expect(lastEdit(api)).toEqual({ id: 'run00001', removeTags: ['keep'] })
    await view.get('[data-testid=run-note]').setValue('Tried it.')
    await view.get('[data-testid=run-note]').trigger('blur')
    expect(lastEdit(api)).toEqual({ id: 'run00001', note: 'Tried it.' })
  })
  it('stay as they are with Escape, an empty name, or a tag that is there', async () => {
    const { view, api } = await page({ tags: ['keep'] })
    for (const [key, name] of [
      ['Escape', 'other'],
      ['Enter', ' '],
    ] as const) {
      await view.get('[data-testid=rename]').trigger('click')
      await view.get('[data-testid=name-field]').setValue(name)
      await view.get('[data-testid=name-field]').trigger('keydown', { key })
    }
    await view.get('[data-testid=add-tag]').trigger('click')
    await view.get('[data-testid=new-tag]').setValue('keep')
    await view.get('[data-testid=new-tag]').trigger('blur')
    await view.get('[data-testid=run-note]').trigger('blur')
    expect(lastEdit(api)).toBeUndefined()
  })
})

it('says why it ended, what alarmed, and that a full disk is waited for', async () => {
  const error = { code: 'storage/disk-full', message: 'The disk is full.' } as const
  const alarm = { kind: 'deadRelu', layer: 1, value: 0.5, epoch: 2, severity: 'alarm' } as const
  const words = { message: 'Half of the units are dead.', cause: 'The rate is large.', remedy: 'Lower it.' }
  const { view, api } = await page({ status: 'paused', error, alarms: [{ ...alarm, ...words }] })
  expect(view.get('[role=alert]').text()).toContain('It continues by itself when there is space.')
  expect(view.get('[data-testid=alarms]').text()).toBe(
    'alarmepoch 2, layer 1Half of the units are dead.The rate is large. Lower it.',
  )
  const next = { ...alarm, ...words, kind: 'overfitting', layer: null, severity: 'warning', epoch: 3 } as const
  api.emit('run/alarm', { runId: 'run00001', ...next })
  api.emit('run/alarm', { runId: 'run00001', ...next })
  api.emit('run/alarm', { runId: 'another1', ...next })
  await flushPromises()
  expect(view.findAll('[data-testid=alarms] li').map((one) => one.text().slice(0, 14))).toEqual([
    'warningepoch 3',
    'alarmepoch 2, ',
  ])
})

describe('the family', () => {
  it('leads to parent, children and the other seeds', async () => {
    const runs = [
      sampleRun({ groupId: 'group001', seed: 7, parent: { runId: 'parent01', epoch: 5, step: 0 } }),
      sampleRun({ id: 'parent01', name: 'the first' }),
      sampleRun({ id: 'child001', name: 'a child', parent: { runId: 'run00001', epoch: 0, step: 0 } }),
      sampleRun({ id: 'seed0008', groupId: 'group001', seed: 8 }),
    ]
    const { view } = await page({ ...runs[0] }, { 'runs/list': () => runs })
    const family = view.get('[data-testid=lineage]')
    expect(family.findAll('a').map((link) => [link.text(), link.attributes('href')])).toEqual([
      ['the first', '/runs/parent01'],
      ['a child', '/runs/child001'],
      ['seed 8', '/runs/seed0008'],
    ])
    expect(family.text()).toContain('Continues from epoch 5 of')
    expect(family.text()).toContain('first weights')
  })
  it('is left out where there is none, and says that a parent is gone', async () => {
    expect((await page()).view.find('[data-testid=lineage]').exists()).toBe(false)
    const { view } = await page({ parent: { runId: 'gone0001', epoch: 0, step: 0 } })
    expect(view.get('[data-testid=lineage]').text()).toContain('in the trash or was deleted')
  })
})

it('shows the hashes of the receipt and what it ran on', async () => {
  const start = { epoch: 2, step: 0, weights: 'e'.repeat(64), optimizer: null }
  const { view } = await page({ receipt: sampleReceipt({ start }) })
  const receipt = view.get('[data-testid=receipt]')
  expect(receipt.findAll('code').map((code) => code.text()[0])).toEqual(['c', 'd', 'e', 'a', 'b'])
  expect(receipt.text()).toContain('2 to 3')
  expect(receipt.text()).toContain('fused')
})

describe('Verify', () => {
  const verification: Verification = {
    ...{ runId: 'run00001', verdict: 'different', message: 'Epoch 2 came out otherwise.', from: 1, to: 3 },
    firstDifference: { epoch: 2, what: 'loss', expected: '0.5', actual: '0.6' },
    data: { expected: 'c', actual: 'd', changed: ['apple/1.png'], changedCount: 3 },
    ...{ weights: { expected: 'aaaa', actual: 'ffff' }, notes: ['On another machine.'] },
  }
  const answers = { 'runs/verify': () => ({ jobId: 'job00001' }), 'jobs/cancel': () => ({ cancelled: true }) }

  it('trains the last epochs again, shows how far it is, and what differs', async () => {
    const { view, api } = await page({}, answers)
    await view.get('[data-testid=verify-last]').setValue(2)
    await view.get('[data-testid=verify-last]').trigger('submit')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/verify', input: { id: 'run00001', last: 2 } })
    const counts = { done: 1, total: 2, skipped: 0, perSecond: 1, secondsLeft: 5, isPaused: false }
    api.emit('job/progress', { jobId: 'job00001', kind: 'verify', name: 'fruit 1', ...counts })
    await flushPromises()
    expect(view.text()).toContain('1 of 2 epochs')
    expect(view.text()).toContain('5.0 s left')
    api.emit('job/finished', sampleOutcome({ verification }))
    await flushPromises()
    const text = view.get('[data-testid=verification]').text()
    for (const part of ['Different. Epoch 2 came out otherwise.', 'epoch 2, loss', '0.5', '0.6', 'On another machine.'])
      expect(text).toContain(part)
    expect(text).toContain('Trained again: 2 epochs, 2 to 3.')
    expect(view.get('[data-testid=changed-data]').text()).toMatch(
      /^3 files of the data changed since:apple\/1\.png\s*and 2 more$/,
    )
  })
  it('of the whole run asks for no number, and can be cancelled', async () => {
    const { view, api } = await page({}, answers)
    await view.get('[data-testid=verify-last]').trigger('submit')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/verify', input: { id: 'run00001' } })
    const cancel = view.findAll('button').find((button) => button.text() === 'Cancel')
    await cancel?.trigger('click')
    expect(api.calls.at(-1)).toEqual({ name: 'jobs/cancel', input: { jobId: 'job00001' } })
    api.emit('job/finished', sampleOutcome({ error: { code: 'cancelled', message: 'Cancelled.' } }))
    await flushPromises()
    expect(view.find('[data-testid=verification]').exists()).toBe(false)
    expect(view.find('[data-testid=verify]').exists()).toBe(true)
    expect(view.find('[role=alert]').exists()).toBe(false)
  })
})

describe('a checkpoint', () => {
  it('has a size, is pinned, and a run can go on from it', async () => {
    const { view, api, router } = await page()
    expect(view.get('[data-testid=checkpoint-size]').text()).toBe('1.5 MB')
    await view.get('[data-testid=pin]').trigger('click')
    expect(api.calls.find(({ name }) => name === 'runs/pin')?.input).toEqual({ id: 'run00001', epoch: 3, pinned: true })
    await view.get('input[aria-valuetext^=epoch]').setValue(1)
    await view.get('[data-testid=fork-here]').trigger('click')
    await flushPromises()
    expect(useTrainDraft().draft.from).toMatchObject({ runId: 'run00001', epoch: 2 })
    expect(router.currentRoute.value.path).toBe('/train')
  })
  it('is compared with another one of the run, or of its parent', async () => {
    const tensors = [
      { layer: 0, name: '0.kernel', count: 648, normA: 1, normB: 2, distance: 1.5, cosine: null, largestChange: 0.25 },
    ]
    const compare = vi.fn(() => ({
      a: { runId: 'run00001', epoch: 1 },
      b: { runId: 'run00001', epoch: 3 },
      equal: false,
      tensors,
    }))
    const parent = { runId: 'parent01', epoch: 3, step: 0 }
    const { view } = await page({ parent }, { 'runs/compare-weights': compare })
    const options = view.findAll('[data-testid=compare-with] option').map((one) => one.attributes('value'))
    expect(options).toEqual(['', 'run00001 1', 'run00001 2', 'parent01 1', 'parent01 2', 'parent01 3'])
    await view.get('[data-testid=compare-with]').setValue('parent01 2')
    await flushPromises()
    const a = { runId: 'parent01', checkpoint: 2 }
    expect(compare).toHaveBeenCalledWith({ a, b: { runId: 'run00001', checkpoint: 3 } })
    const cells = view.findAll('[data-testid=weights-compared] tbody :is(th, td)').map((cell) => cell.text())
    expect(cells).toEqual(['0 conv2d 16', 'kernel', '648', '1.00', '2.00', '1.50', '–', '0.250'])
  })
})

it('shows what was measured of the layers, the newest epoch first', async () => {
  const histogram = { edges: [-1, 0, 1], counts: [1, 3], nonFinite: 0 }
  const layer = { layer: 0, type: 'conv2d', weightNorm: 2, gradientNorm: 0.5, updateRatio: 0.001, dead: 0.25 }
  const measured = { ...layer, saturated: null, weights: histogram, gradients: histogram, activations: null }
  const answer = [
    { epoch: 1, layers: [{ ...measured, dead: 0 }] },
    { epoch: 3, layers: [measured] },
  ]
  const { view } = await page({}, { 'runs/diagnostics': () => answer })
  const cells = (): string[] => view.findAll('[data-testid=layer-row] > *').map((cell) => cell.text())
  expect(cells()).toEqual(['0 conv2d 16', '2.00', '0.500', '0.00100', '25.0 %', '–', '−1.0+1.0', '−1.0+1.0', '–'])
  const bars = view
    .findAll('[data-testid=layer-row] rect')
    .map((bar) => [bar.classes()[0], Number(bar.attributes('height')).toFixed(2)])
  expect(bars).toEqual([
    ['fill-negative', '9.33'],
    ['fill-positive', '28.00'],
    ['fill-negative', '9.33'],
    ['fill-positive', '28.00'],
  ])
  await view.get('[data-testid=diagnostics] input[type=range]').setValue(0)
  expect(cells()[4]).toBe('0.0 %')
})

describe('a learning-rate finder', () => {
  const curve = {
    rate: Float64Array.of(1e-4, 1e-3, 1e-2),
    loss: Float64Array.of(2, 1, 5),
    smoothed: Float64Array.of(2, 1.5, 3),
    suggestion: 0.00123456,
  }
  it('proposes a rate, with which the form is set', async () => {
    const { view, router } = await page({ kind: 'rateFinder' }, { 'runs/rate-curve': () => curve })
    expect(view.get('[data-testid=suggestion]').text()).toBe('0.0012')
    await vi.waitFor(() => expect(view.findAll('tbody tr').length).toBeGreaterThanOrEqual(3))
    expect(
      ['fork', 'rewind', 'train-again', 'verify', 'resume-training'].filter((id) =>
        view.find(`[data-testid=${id}]`).exists(),
      ),
    ).toEqual([])
    await view.get('[data-testid=use-rate]').trigger('click')
    await flushPromises()
    expect(useTrainDraft().draft).toMatchObject({ learningRate: 0.0012, seed: 7, from: null })
    expect(router.currentRoute.value.path).toBe('/train')
  })
  it('says so when no rate helped', async () => {
    const { view } = await page({ kind: 'rateFinder' }, { 'runs/rate-curve': () => ({ ...curve, suggestion: null }) })
    expect(view.get('[data-testid=no-suggestion]').text()).toContain('No rate made the loss fall')
    expect(view.find('[data-testid=use-rate]').exists()).toBe(false)
  })
})
