import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { presetNetwork } from '../../../../src-engine/spec/presets.ts'
// Read beforehand: the view only asks for it when it is opened.
import '../../../../src-renderer/features/train/builder/json/JsonTab.vue'
import JsonEditor from '../../../../src-renderer/features/train/builder/json/JsonEditor.vue'
import TrainView from '../../../../src-renderer/features/train/TrainView.vue'
import { useSelectedLayer } from '../../../../src-renderer/stores/selected-layer.ts'
import { useTrainDraft } from '../../../../src-renderer/stores/train-draft.ts'
import { FakeApi } from '../../fake-api.ts'
import { mountView } from '../../mount-view.ts'
import { sampleDataset, sampleDetail } from '../../samples.ts'

vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({
  useLineChart: () => ({ valueAt: () => null }),
}))

enableAutoUnmount(afterEach)
beforeEach(() => localStorage.clear())

const answers = {
  'datasets/list': () => [sampleDataset()],
  'runs/start': () => ({ runId: 'run00001' }),
}

async function builder(preset = 'cnn-small'): Promise<{ view: VueWrapper; api: FakeApi }> {
  const api = new FakeApi(answers)
  const { view } = await mountView(TrainView, api, '/train')
  await view.get(`[data-testid=preset-${preset}]`).trigger('change')
  return { view, api }
}

const heads = (view: VueWrapper) => view.findAll<HTMLButtonElement>('[data-card]')
/** The layers as their cards call them. */
const names = (view: VueWrapper): string[] => heads(view).map((card) => card.get('.font-medium').text())
const head = (view: VueWrapper, index: number) => view.get<HTMLButtonElement>(`[data-card="${index}"]`)
const SMALL = ['conv2d 16', 'maxPool2d', 'conv2d 32', 'maxPool2d', 'flatten', 'dense 64', 'dense 2']
const press = (view: VueWrapper, index: number, key: string, more: object = {}) =>
  head(view, index).trigger('keydown', { key, ...more })
const undo = (more: object = {}): boolean =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, ...more }))
const started = (api: FakeApi) => api.calls.find(({ name }) => name === 'runs/start')?.input

describe('cards', () => {
  it('show the preset that is chosen, with shapes and parameters as arithmetic', async () => {
    const { view } = await builder()
    expect(names(view)).toEqual(SMALL)
    expect(head(view, 0).text()).toContain('8×8×16')
    expect(head(view, 0).text()).toContain('3×3×3×16 + 16 = 448')
    expect(view.get('[data-testid=network-name]').text()).toBe('cnn-small')
  })

  it('follow what is typed at once, and start as an own network', async () => {
    const { view, api } = await builder()
    await head(view, 5).trigger('click')
    await view.get('[data-field=units]').setValue('48')
    expect(head(view, 5).text()).toContain('128×48 + 48 = 6\u2009192')
    expect(head(view, 6).text()).toContain('48×2 + 2 = 98')
    expect(view.get('[data-testid=network-name]').text()).toBe('own network, from cnn-small')
    expect(view.get<HTMLInputElement>('[data-testid=preset-own]').element.checked).toBe(true)
    await view.get('form').trigger('submit')
    await flushPromises()
    const { layers } = presetNetwork('cnn-small', [8, 8, 3], 2)
    expect(started(api)).toMatchObject({
      preset: null,
      config: { network: { layers: layers.with(5, { ...layers[5], units: 48 } as never) }, training: { epochs: 20 } },
    })
  })

  it('keep the last layer that could be used while something else is typed, and say why', async () => {
    const { view } = await builder()
    await head(view, 5).trigger('click')
    const units = view.get<HTMLInputElement>('[data-field=units]')
    await units.setValue('0')
    expect(view.get('[data-testid=layer-5]').text()).toContain('This is too small. Use at least 1.')
    expect(units.attributes('aria-invalid')).toBe('true')
    expect(names(view)[5]).toBe('dense 64')
    await units.trigger('blur')
    expect(units.element.value).toBe('64')
    expect(units.attributes('aria-invalid')).toBeUndefined()
  })

  it('are moved with Alt and arrows, the focus with them', async () => {
    const { view } = await builder()
    await press(view, 0, 'ArrowDown', { altKey: true })
    await flushPromises()
    expect(names(view).slice(0, 3)).toEqual(['maxPool2d', 'conv2d 16', 'conv2d 32'])
    expect(document.activeElement).toBe(head(view, 1).element)
    expect(view.get('[role=status].sr-only').text()).toBe('conv2d 16 moved to place 2 of 7')
    await press(view, 0, 'ArrowUp', { altKey: true })
    expect(names(view)[0]).toBe('maxPool2d')
    await press(view, 1, 'ArrowDown')
    expect(document.activeElement).toBe(head(view, 2).element)
  })

  it('are dragged by their handle, and stay where Escape ends it', async () => {
    const { view } = await builder()
    const boxes = view.findAll('[data-testid^=layer-]')
    for (const [index, { element }] of boxes.entries())
      element.getBoundingClientRect = () => ({ top: index * 50, height: 40 }) as DOMRect
    const drag = async (from: number, to: number, end: Event): Promise<void> => {
      await boxes[from]!.get('.cursor-grab').trigger('pointerdown', { button: 0, clientY: from * 50 })
      window.dispatchEvent(new MouseEvent('pointermove', { clientY: to }))
      window.dispatchEvent(end)
      await flushPromises()
    }
    await drag(0, 130, new KeyboardEvent('keydown', { key: 'Escape' }))
    expect(names(view)).toEqual(SMALL)
    // Below the middle of the third card, above that of the fourth.
    await drag(0, 130, new MouseEvent('pointerup'))
    expect(names(view).slice(0, 3)).toEqual(['maxPool2d', 'conv2d 32', 'conv2d 16'])
    await drag(2, 5, new MouseEvent('pointerup'))
    expect(names(view)).toEqual(SMALL)
  })

  it('are added behind the chosen one, duplicated and deleted', async () => {
    const { view } = await builder()
    await head(view, 5).trigger('click')
    expect(view.get('[data-testid=add-layer]').text()).toContain('after dense 64')
    await view.get('[data-testid=add-layer]').trigger('click')
    await view.get('[data-testid=palette-dropout]').trigger('click')
    await flushPromises()
    expect(names(view).slice(5)).toEqual(['dense 64', 'dropout', 'dense 2'])
    expect(document.activeElement).toBe(head(view, 6).element)
    await press(view, 5, 'd', { ctrlKey: true })
    expect(names(view).slice(5)).toEqual(['dense 64', 'dense 64', 'dropout', 'dense 2'])
    await press(view, 6, 'Delete')
    await press(view, 6, 'Delete')
    expect(names(view)).toEqual(SMALL)
  })

  it('change what is inside a residual block', async () => {
    const { view } = await builder('resnet-small')
    await head(view, 3).trigger('click')
    const inner = () => view.findAll('[data-testid=inner-layers] [role=group]')
    expect(inner()).toHaveLength(5)
    await inner()[0]!.get('[data-field=kernelSize]').setValue('5')
    expect(head(view, 3).text()).toContain('5×5×24×24')
    await view.get('[data-testid=add-inner]').setValue('dense')
    expect(inner()).toHaveLength(6)
    expect(view.get('[data-testid=card-problem]').text()).toContain('A dense layer needs a flat input')
    await view.get('[aria-label="Delete inner dense"]').trigger('click')
    expect(view.find('[data-testid=card-problem]').exists()).toBe(false)
  })
})

describe('undo', () => {
  it('takes back one change after the other, typing in one field as one, and redoes them', async () => {
    const { view } = await builder()
    await head(view, 5).trigger('click')
    for (const units of ['4', '48']) await view.get('[data-field=units]').setValue(units)
    await press(view, 4, 'Delete')
    expect(names(view)).toHaveLength(6)
    undo()
    await flushPromises()
    expect(names(view)).toEqual(SMALL.with(5, 'dense 48'))
    await view.get('[data-testid=undo]').trigger('click')
    expect(names(view)).toEqual(SMALL)
    expect(view.get('[data-testid=network-name]').text()).toBe('cnn-small')
    undo({ shiftKey: true })
    await flushPromises()
    expect(names(view)[5]).toBe('dense 48')
  })

  it('brings an own network back that a preset has replaced', async () => {
    const { view } = await builder()
    await press(view, 1, 'Delete')
    await view.get('[data-testid=preset-logistic]').trigger('change')
    expect(names(view)).toEqual(['flatten', 'dense 2'])
    expect(view.find('[data-testid=preset-own]').exists()).toBe(false)
    undo()
    await flushPromises()
    expect(names(view)).toEqual(SMALL.toSpliced(1, 1))
  })

  it('is the text field’s own outside of the network', async () => {
    const { view } = await builder()
    await press(view, 1, 'Delete')
    await view.get('[data-testid=epochs]').trigger('keydown', { key: 'z', ctrlKey: true, bubbles: true })
    expect(names(view)).toHaveLength(6)
  })
})

describe('a network that cannot be trained', () => {
  it('says so at the card, is not started, and is mended with one click', async () => {
    const { view, api } = await builder()
    await press(view, 4, 'Delete')
    const problem = (): string => view.get('[data-testid=layer-4] [data-testid=card-problem]').text()
    expect(problem()).toContain('A dense layer needs a flat input, not 2×2×32.')
    useSelectedLayer().select(null)
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(api.names()).not.toContain('runs/start')
    expect(useSelectedLayer().layer).toBe(4)
    expect(view.get('[data-testid=fit-problem]').text()).toContain('Layer 5: A dense layer needs a flat input')
    await view.get('[data-testid=mend]').trigger('click')
    expect(names(view)).toEqual(SMALL)
    expect(view.find('[data-testid=card-problem]').exists()).toBe(false)
    expect(view.find('[data-testid=fit-problem]').exists()).toBe(false)
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(api.names()).toContain('runs/start')
  })

  it('of other data is kept, and its input mended', async () => {
    const gray = sampleDataset({
      id: 'data0002',
      name: 'gray',
      prepare: { ...sampleDataset().prepare!, channels: 'gray' },
    })
    const api = new FakeApi({ ...answers, 'datasets/list': () => [sampleDataset(), gray] })
    const { view } = await mountView(TrainView, api, '/train')
    await view.get('[data-testid=train-data]').setValue('data0001')
    await view.get('[data-testid=preset-cnn-small]').trigger('change')
    await press(view, 1, 'Delete')
    await view.get('[data-testid=train-data]').setValue('data0002')
    expect(view.get('[data-testid=mend]').text()).toBe('Use 8×8×1')
    await view.get('[data-testid=mend]').trigger('click')
    expect(head(view, 0).text()).toContain('3×3×1×16 + 16 = 160')
  })
})

describe('the JSON', () => {
  async function json(view: VueWrapper) {
    await view.get('[data-testid=builder-json]').trigger('mousedown', { button: 0 })
    await flushPromises()
    await expect.poll(() => view.findComponent(JsonEditor).exists()).toBe(true)
    const editor = view.findComponent(JsonEditor)
    return {
      text: () => (editor.props() as { modelValue: string }).modelValue,
      type: async (text: string) => {
        editor.vm.$emit('update:modelValue', text)
        await flushPromises()
      },
    }
  }

  it('shows what is changed on the cards, and changes them', async () => {
    const { view } = await builder('logistic')
    const { text, type } = await json(view)
    expect(JSON.parse(text())).toEqual({
      input: [8, 8, 3],
      layers: [{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }],
    })
    await type(text().replace('{ "type": "flatten" }', '{ "type": "flatten" }, { "type": "dropout", "rate": 0.5 }'))
    expect(names(view)).toEqual(['flatten', 'dropout', 'dense 2'])
    await press(view, 1, 'Delete')
    await flushPromises()
    expect(JSON.parse(text())).toMatchObject({ layers: [{ type: 'flatten' }, { type: 'dense' }] })
  })

  it('that is no network keeps the cards, is said, and is not lost by looking at them', async () => {
    const { view } = await builder('logistic')
    const { text, type } = await json(view)
    const broken = text().replace('"units": 2', '"units": 0')
    await type(broken)
    expect(view.get('[data-testid=json-problems]').text()).toBe('layers[1].units This is too small. Use at least 1.')
    expect(names(view)).toEqual(['flatten', 'dense 2'])
    await view.get('[data-testid=builder-layers]').trigger('mousedown', { button: 0 })
    await view.get('[data-testid=epochs]').setValue('9')
    await view.get('[data-testid=builder-json]').trigger('mousedown', { button: 0 })
    expect(text()).toBe(broken)
    await type(`${text()},`)
    expect(view.get('[data-testid=json-problems]').text()).toContain('This is not JSON yet')
  })

  it('names the layer that cannot be trained', async () => {
    const { view } = await builder('logistic')
    const { text, type } = await json(view)
    await type(text().replace('"units": 2', '"units": 3'))
    expect(view.get('[data-testid=json-problems]').text()).toContain('layers[1] The last layer gives 3')
  })
})

describe('the draft', () => {
  it('keeps an own network over a reload', async () => {
    const { view } = await builder()
    await press(view, 1, 'Delete')
    await flushPromises()
    const again = await mountView(TrainView, new FakeApi(answers), '/train')
    expect(names(again.view)).toEqual(SMALL.toSpliced(1, 1))
    expect(again.view.get('[data-testid=network-name]').text()).toBe('own network, from cnn-small')
    expect(again.view.get('[data-testid=undo]').attributes('disabled')).toBeDefined()
  })

  it('of a run that is trained again can be changed, of one that is gone on with not', async () => {
    const { view } = await builder()
    const draft = useTrainDraft()
    draft.copyFrom(sampleDetail())
    await flushPromises()
    await press(view, 1, 'Delete')
    expect(draft.draft.own?.network.layers).toHaveLength(6)
    draft.forkFrom(sampleDetail(), 2)
    await flushPromises()
    expect(view.find('[data-testid=network-builder]').exists()).toBe(false)
    expect(draft.draft.own).toBeNull()
    expect(view.text()).toContain('3×3×3×16 + 16 = 448')
  })
})

it('choosing a layer is the same in the column and in the drawing', async () => {
  const { view } = await builder()
  const drawing = view.get('[data-testid=network-drawing]')
  await head(view, 2).trigger('click')
  expect(drawing.get('[aria-selected=true]').text()).toContain('3. conv2d, relu: 4×4×16 to 4×4×32')
  await drawing.trigger('keydown', { key: 'ArrowRight' })
  expect(head(view, 3).attributes('aria-expanded')).toBe('true')
  expect(head(view, 2).attributes('aria-expanded')).toBe('false')
})
