import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { digitOf, drawnDigits } from '../../../../src-engine/data/pictures/digits/digits.ts'
import { DIGITS, initialLoss } from '../../../../src-engine/lessons/pictures/digits.ts'
import type { ClassifiedPicture } from '../../../../src-main/contract/types.ts'
import { formatCount, formatNumber } from '../../../../src-renderer/ui/format.ts'
import { FakeApi } from '../../fake-api.ts'
import { sampleDataset, sampleRun } from '../../samples.ts'
import { answerAll, edit, openLesson, plain, textOf } from './open-lesson.ts'

// A document without canvases encodes no picture.
vi.mock('../../../../src-renderer/features/learn/lessons/digits/digit-png.ts', () => ({
  digitPng: (pixels: Uint8Array) => Promise.resolve(pixels),
}))

const dataset = sampleDataset({
  ...{
    id: 'digits01',
    name: 'drawn-digits',
    prepare: { size: [28, 28], channels: 'gray', fit: 'squash', scale: '0..1', invert: false },
  },
  classes: drawnDigits.classes.map((name) => ({ name, counts: { train: 8, validation: 1, test: 1 } })),
})
const run = sampleRun({ id: 'run00007', name: 'digits 1', datasetId: 'digits01' })
const classified: ClassifiedPicture = {
  ...{ file: 'digit.png', tensorSha256: 'a'.repeat(64), pixels: new Uint8Array(784), shape: [28, 28, 1] },
  ...{
    thumbnail: new Uint8Array(4),
    top: drawnDigits.classes.map((label, k) => ({ label, probability: k === 0 ? 0.91 : 0.01 })),
  },
}
const press = async (view: VueWrapper, key: string, times = 1): Promise<void> => {
  for (let n = 0; n < times; n++) await view.get('[data-testid="digit-pad"]').trigger('keydown', { key })
}

describe('the lesson digits', () => {
  let view: VueWrapper
  beforeAll(async () => {
    localStorage.clear()
    view = await openLesson('digits')
  })

  it('takes answers', async () => answerAll(view, 'digits'))

  it('counts the parameters of each network, and of one that is made wider', async () => {
    const total = (): string => textOf(view, 'count-total')
    const sizes = view.findAll('[data-testid="sizes"] button')
    for (const [index, count] of [11_935, 25_450, 25_560, 898_510].entries()) {
      await sizes[index]!.trigger('click')
      expect(total()).toBe(plain(formatCount(count)))
    }
    await sizes[0]!.trigger('click')
    await edit(view, 'units-1', 16)
    expect(total()).toBe(plain(formatCount(785 * 16 + 17 * 10)))
    await edit(view, 'units-1', 0)
    expect(total()).toBe(plain(formatCount(785 * 16 + 17 * 10)))
  })

  it('measures what each beginning costs', async () => {
    const text = (): string => textOf(view, 'initial-loss')
    await expect.poll(text, { timeout: 30_000 }).not.toContain('…')
    const book = initialLoss(DIGITS, { type: 'randomNormal', mean: 0, stddev: 1 })
    expect(book.loss).toBeGreaterThan(10_000)
    expect(text()).toContain(plain(formatNumber(book.loss)))
    expect(text()).toContain(plain(formatNumber(initialLoss(DIGITS, 'heNormal').loss)))
    await edit(view, 'deviation', 0.2)
    const own = plain(formatNumber(initialLoss(DIGITS, { type: 'randomNormal', mean: 0, stddev: 0.2 }).loss))
    await expect.poll(text, { timeout: 30_000 }).toContain(own)
  })

  it('makes a picture of what is drawn with keys', async () => {
    expect(textOf(view, 'digit-inputs')).toContain('nothing yet')
    await press(view, ' ')
    await press(view, 'ArrowDown', 8)
    await press(view, ' ')
    await press(view, 'ArrowRight', 3)
    const line = Array.from({ length: 9 }, (_, n) => [14, 14 + n] as const)
    const inked = digitOf([line]).filter((value) => value > 0).length
    expect(inked).toBeGreaterThan(40)
    expect(textOf(view, 'digit-inputs')).toBe(`28 × 28 inputs, ${inked} of them not 0`)
    await view.get('[data-testid="clear-digit"]').trigger('click')
    expect(textOf(view, 'digit-inputs')).toContain('nothing yet')
  })
})

it('trains a run on drawn digits where there is none, and stays', async () => {
  const started: unknown[] = []
  const api = new FakeApi({
    'datasets/list': () => [dataset],
    'datasets/import': () => ({ jobId: 'job00001' }),
    'datasets/get': () => ({ ...dataset, skipped: [], folderFound: true }) as never,
    'runs/start': (input) => {
      started.push(input)
      return { runId: run.id }
    },
  })
  const view = await openLesson('digits', api)
  await view.get('[data-testid="train-digits"]').trigger('click')
  await flushPromises()
  api.emit('job/finished', {
    jobId: 'job00001',
    status: 'completed',
    result: { datasetId: dataset.id, known: false },
  } as never)
  await flushPromises()
  expect(started).toMatchObject([
    { preset: 'mlp-15', config: { training: { epochs: 10 }, network: { input: [28, 28, 1] } } },
  ])
  api.emit('run/changed', { ...run, status: 'running', epochsDone: 0 })
  await flushPromises()
  expect(plain(view.text())).toContain('digits 1 learns: 3 epochs, soon to begin')
  api.emit('run/changed', run)
  await flushPromises()
  expect(textOf(view, 'digit-run')).toContain('digits 1')
  view.unmount()
})

it('lets a run of the learner’s own read the digit, again when it changes', async () => {
  const asked: { runId: string; bytes: Uint8Array }[] = []
  const api = new FakeApi({
    'datasets/list': () => [dataset],
    'runs/list': () => [sampleRun(), run],
    'classify/pictures': ({ runId, pictures: [picture] }) => {
      if (picture && 'bytes' in picture) asked.push({ runId, bytes: picture.bytes })
      return [classified]
    },
  })
  const view = await openLesson('digits', api)
  // The run on fruit is none on digits.
  expect(view.findAll('[data-testid="digit-run"] option')).toHaveLength(1)
  await press(view, ' ')
  await press(view, 'ArrowDown', 2)
  await flushPromises()
  const line = Array.from({ length: 3 }, (_, n) => [14, 14 + n] as const)
  expect(asked.at(-1)).toEqual({ runId: run.id, bytes: digitOf([line]) })
  expect(textOf(view, 'digit-answer')).toContain('091.0 %')
  await view.get('[data-testid="sample-digit"]').trigger('click')
  await flushPromises()
  expect(asked.at(-1)!.bytes).toEqual(drawnDigits.draw(1236))
  view.unmount()
})
