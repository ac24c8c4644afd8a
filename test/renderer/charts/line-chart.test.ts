import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import LineChart from '../../../src-renderer/charts/LineChart.vue'
import type { LineChartState, PlotArea } from '../../../src-renderer/charts/useLineChart.ts'

const AREA: PlotArea = { left: 50, top: 0, width: 100, height: 80 }
let drawn: () => LineChartState

// There is no canvas here: what would be drawn is kept.
vi.mock('../../../src-renderer/charts/useLineChart.ts', () => ({
  useLineChart: (_: unknown, state: () => LineChartState, onLaidOut: (area: PlotArea) => void) => {
    drawn = state
    onLaidOut(AREA)
  },
}))

let view: VueWrapper
beforeEach(() => {
  // happy-dom knows no captured pointers.
  HTMLElement.prototype.setPointerCapture = () => {}
})
afterEach(() => view.unmount())

const x = Float64Array.from({ length: 101 }, (_, index) => index)
function chart(props: object = {}): void {
  view = mount(LineChart, {
    props: {
      ...{ title: 'Loss', x, xName: 'epoch', theme: 'light', empty: 'Nothing yet.' },
      series: [{ name: 'train', kind: 'train', values: x.map((value) => value / 100) }],
      ...{ format: String, formatTick: String, cursor: null, zoom: null },
      'onUpdate:cursor': (cursor: number | null) => view.setProps({ cursor }),
      'onUpdate:zoom': (zoom: unknown) => view.setProps({ zoom }),
      ...props,
    },
    attachTo: document.body,
  })
}
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await view.get('[role=slider]').trigger('keydown', { key })
}
const drag = async (from: readonly [number, number], to: readonly [number, number], more = {}): Promise<void> => {
  const plot = view.get('[role=slider]')
  await plot.trigger('pointerdown', { button: 0, clientX: from[0], clientY: from[1], pointerId: 1, ...more })
  await plot.trigger('pointermove', { clientX: to[0], clientY: to[1], pointerId: 1 })
  await plot.trigger('pointerup', { pointerId: 1 })
}
const zoom = (): unknown => view.props('zoom' as never)

it('is zoomed with + and −, about the cursor, and shown whole with 0', async () => {
  chart()
  await press('+')
  expect(zoom()).toEqual({ min: 20, max: 80 })
  await press('-')
  expect(zoom()).toBeNull()
  await press('Home', '=')
  expect(zoom()).toEqual({ min: 0, max: 60 })
  await view.get('[role=slider]').trigger('keydown', { key: 'ArrowRight', shiftKey: true })
  expect(zoom()).toEqual({ min: 12, max: 72 })
  expect(view.get('[data-testid=zoom-reset]').classes()).not.toContain('invisible')
  await press('0')
  expect(zoom()).toBeNull()
  expect(view.get('[data-testid=zoom-reset]').classes()).toContain('invisible')
})

it('follows the cursor with the arrows out of the part that is shown', async () => {
  chart({ zoom: { min: 20, max: 30 }, cursor: 30 })
  await press('ArrowRight')
  expect(view.props('cursor' as never)).toBe(31)
  expect(zoom()).toEqual({ min: 21, max: 31 })
  expect(view.get('[role=slider]').attributes('aria-valuetext')).toBe('epoch 31: train 0.31')
})

it('is zoomed by a drag, to a part of both axes when it is tall, and by a double click not at all', async () => {
  chart()
  await drag([70, 40], [90, 42])
  expect(zoom()).toEqual({ min: 20, max: 40 })
  expect(drawn().x).toEqual({ min: 20, max: 40 })
  await view.get('[role=slider]').trigger('dblclick')
  expect(zoom()).toBeNull()

  const { min, max } = drawn().y
  await drag([70, 20], [90, 60])
  expect(zoom()).toEqual({ min: 20, max: 40 })
  expect(drawn().y.min).toBeCloseTo(min + (max - min) / 4, 12)
  expect(drawn().y.max).toBeCloseTo(min + (max - min) * 0.75, 12)
  await view.get('[role=slider]').trigger('dblclick')
  expect(drawn().y).toEqual({ min, max })
})

it('is moved by a drag with Shift, as far as the axis goes', async () => {
  chart({ zoom: { min: 40, max: 60 } })
  await drag([100, 10], [50, 10], { shiftKey: true })
  expect(zoom()).toEqual({ min: 50, max: 70 })
  await drag([50, 10], [149, 10], { shiftKey: true })
  await drag([0, 10], [500, 10], { shiftKey: true })
  expect(zoom()).toEqual({ min: 0, max: expect.closeTo(20, 9) })
})

it('leaves the wheel to the page until it has the focus, then zooms about the pointer', async () => {
  chart()
  const plot = view.get<HTMLElement>('[role=slider]')
  await plot.trigger('wheel', { deltaY: -200, clientX: 75 })
  expect(zoom()).toBeNull()
  plot.element.focus()
  await plot.trigger('wheel', { deltaY: -200, clientX: 75 })
  const { min, max } = zoom() as { min: number; max: number }
  expect(max - min).toBeCloseTo(100 * Math.exp(-0.5), 9)
  expect((25 - min) / (max - min)).toBeCloseTo(0.25, 9)
})

it('draws the raw curve faint behind the smoothed one, and says so', async () => {
  chart({ smoothing: 0.5, series: [{ name: 'train', kind: 'train', values: x.map((value) => value % 2) }] })
  const [raw, smoothed] = drawn().curves
  expect(raw!.color).toContain('transparent')
  expect(raw!.points[1]).toEqual({ x: 1, y: 1 })
  expect(smoothed!.points[1]).toEqual({ x: 1, y: expect.closeTo(2 / 3, 12) })
  expect(view.get('[data-testid=chart-notes]').text()).toBe('smoothed 0.50')
  await view.setProps({ smoothing: 0 })
  expect(drawn().curves).toHaveLength(1)
  expect(view.get('[data-testid=chart-notes]').text()).toBe('')
})

it('says what a logarithmic axis leaves out, and that another does not start at zero', async () => {
  chart({ isLogY: true })
  expect(view.get('[data-testid=chart-notes]').text()).toBe('logarithmic · 1 value of 0 or less left out')
  expect(drawn().curves[0]!.points.at(-1)).toEqual({ x: 100, y: 0 })
  await view.setProps({ isLogY: false, zoom: { min: 90, max: 100 } })
  expect(view.get('[data-testid=chart-notes]').text()).toMatch(/^y starts at 0\.8/)
})

it('draws the epoch under way behind the others before any point is there', async () => {
  chart({
    x: new Float64Array(),
    series: [{ name: 'train', kind: 'train', values: new Float64Array() }],
    tail: { name: 'epoch 1 so far', x: Float64Array.of(0.1, 0.2), values: Float64Array.of(3, 2) },
  })
  expect(view.get('[data-testid=chart-tail]').text()).toBe('epoch 1 so far 2')
  expect(view.text()).not.toContain('Nothing yet.')
  expect(drawn().curves[1]!.points).toEqual([
    { x: 0.1, y: 3 },
    { x: 0.2, y: 2 },
  ])
  await view.setProps({ tail: null })
  await nextTick()
  expect(view.text()).toContain('Nothing yet.')
})

it('names its marks for who does not see them', () => {
  chart({ marks: [{ x: 40, label: 'best' }] })
  expect(view.get('ul[aria-label=Marks]').text()).toBe('best: epoch 40')
  expect(drawn().marks).toEqual([{ x: 40, label: 'best' }])
})
