import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import type { DatasetItem, PicturePreview } from '../../../src-main/contract/types.ts'
import PictureInspector from '../../../src-renderer/features/data/inspector/PictureInspector.vue'
import { levelBars } from '../../../src-renderer/features/data/inspector/levels.ts'
import { draftConfig, draftErrors, draftNetwork } from '../../../src-renderer/features/train/draft-config.ts'
import { isPreparedAnew } from '../../../src-renderer/features/train/preparation/draft-prepare.ts'
import TrainView from '../../../src-renderer/features/train/TrainView.vue'
import { emptyDraft } from '../../../src-renderer/stores/train-draft.ts'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDataset } from '../samples.ts'

vi.mock('../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => ({ valueAt: () => null }) }))
beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

const item: DatasetItem = {
  ...{ position: 4, path: 'apple/4.png', classIndex: 0, target: null, split: 'test', width: 640, height: 480 },
  ...{ format: 'png', bytes: 12_345, contentSha256: 'a'.repeat(64), tensorSha256: 'b'.repeat(64), traits: ['alpha'] },
}
/** 2×2 pixels in colour, the first with 10, 20, 30. */
const preview: PicturePreview = {
  pixels: Uint8Array.of(10, 20, 30, 0, 0, 0, 255, 255, 255, 8, 8, 8),
  shape: [2, 2, 3],
  tensor: Float32Array.from([10, 20, 30, 0, 0, 0, 255, 255, 255, 8, 8, 8], (x) => x / 255),
  ...{ tensorSha256: 'c'.repeat(64), statistics: null, isEstimate: false },
}
const answers = {
  'datasets/list': () => [sampleDataset()],
  'datasets/items': () => ({ total: 1, items: [item] }),
  'datasets/preview': () => preview,
}

describe('the inspector', () => {
  it('shows original and what is seen, the values by keys, and what is known', async () => {
    const api = new FakeApi(answers)
    const shown = () => h(PictureInspector, { dataset: sampleDataset(), item, className: 'apple' })
    const { view } = await mountView({ render: shown }, api)
    expect(api.calls.at(-1)).toEqual({
      name: 'datasets/preview',
      input: { id: 'data0001', position: 4, prepare: sampleDataset().prepare },
    })
    expect(view.get('img').attributes('src')).toBe('/originals/data0001/4')
    const pixels = view.get('[data-testid=seen-pixels]')
    await pixels.trigger('keydown', { key: 'ArrowUp' })
    expect(view.get('[data-testid=pixel-readout]').text()).toBe(
      'row 1, column 1 · R 10 → 0.0392 · G 20 → 0.0784 · B 30 → 0.118',
    )
    await pixels.trigger('keydown', { key: 'ArrowDown' })
    expect(pixels.attributes('aria-valuetext')).toContain('row 2, column 1 · R 255 → 1.00')
    for (const word of ['apple', 'test', '640×480 pixels', 'png, 12 kB', 'transparent parts']) {
      expect(view.text()).toContain(word)
    }
  })

  it('counts pixel values in bars of 8, channel by channel', () => {
    const [red] = levelBars(preview)
    expect([red?.[0], red?.[1], red?.[31]]).toEqual([1, 2, 1])
    expect(levelBars(preview)).toHaveLength(3)
  })
})

describe('a preparation that was set in the form', () => {
  const dataset = sampleDataset()
  const untouched = { ...emptyDraft(), datasetId: dataset.id, preset: 'cnn-small' }
  const configOf = (prepare: object) => {
    const draft = { ...untouched, prepare }
    return draftConfig(draft, dataset, draftNetwork(draft, dataset)!)
  }

  it('is what the run trains with, its network as well', () => {
    const config = configOf({ height: 12, width: 10, channels: 'gray', scale: 'standardized', background: '#00FF00' })
    expect(config.data.prepare).toEqual(
      PrepareSpec.parse({ size: [12, 10], channels: 'gray', scale: 'standardized', background: '#00ff00' }),
    )
    expect(config.network.input).toEqual([12, 10, 1])
    expect(configOf({}).data.prepare).toEqual(dataset.prepare)
  })

  it('is refused with what it needs', () => {
    const errors = draftErrors({ ...untouched, prepare: { height: 0, width: '', background: 'red' } }, dataset)
    expect(Object.keys(errors).sort()).toEqual(['background', 'height', 'width'])
    expect(draftErrors({ ...untouched, prepare: { height: 1024, width: 1 } }, dataset)).toEqual({})
  })

  it('decodes anew only what has other pixels', () => {
    const before = PrepareSpec.parse({})
    expect(isPreparedAnew({ ...before, scale: 'standardized', background: '#FFFFFF' }, before)).toBe(false)
    expect(isPreparedAnew({ ...before, invert: true }, before)).toBe(true)
    expect(isPreparedAnew({ ...before, background: '#000000' }, before)).toBe(true)
  })
})

it('the form shows pictures as they would be seen, says what it costs, and starts with it', async () => {
  const api = new FakeApi(answers)
  const { view } = await mountView(TrainView, api, '/train')
  const details = view.get('[data-testid=preparation]')
  ;(details.element as HTMLDetailsElement).open = true
  await details.trigger('toggle')
  await flushPromises()
  expect(view.findAll('[data-testid=prepared-picture]').length).toBeGreaterThan(0)
  expect(view.find('[data-testid=prepare-cost]').exists()).toBe(false)
  await view.get('[data-testid=prepare-invert]').setValue('true')
  expect(details.text()).toContain('inverted: black is most')
  expect(view.get('[data-testid=prepare-cost]').text()).toContain('30 pictures are decoded once more')
  await view.get('[data-testid=prepare-height]').setValue('0')
  expect(details.text()).toContain('A whole number from 1 to 1024.')
  expect(view.get('[data-testid=start-training]').attributes('disabled')).toBeDefined()
})
