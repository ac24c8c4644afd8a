import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { NetworkSpec } from '../../../../src-engine/spec/network.ts'
import { presetNetwork, PRESETS } from '../../../../src-engine/spec/presets.ts'
import { inferShapes } from '../../../../src-engine/spec/shapes.ts'
import { edgesInto, type LayerTensor } from '../../../../src-renderer/canvas/network/edges.ts'
import NetworkDrawing from '../../../../src-renderer/canvas/network/NetworkDrawing.vue'
import { boxesWidth, placeBoxes } from '../../../../src-renderer/canvas/network/place-boxes.ts'
import { placeNodes } from '../../../../src-renderer/canvas/network/place-nodes.ts'
import { networkPlan, type Box, type Column } from '../../../../src-renderer/canvas/network/plan.ts'

const planOf = (name: string, input: number[], classes: number) => {
  const network = presetNetwork(name, input, classes)
  return networkPlan(network.input, inferShapes(network))
}
function columns(name: string, input: number[], classes: number): readonly Column[] {
  const plan = planOf(name, input, classes)
  if (plan.kind !== 'nodes') throw new Error('Drawn as boxes.')
  return plan.columns
}
function boxes(name: string): readonly Box[] {
  const plan = planOf(name, [64, 64, 3], 10)
  if (plan.kind !== 'boxes') throw new Error('Drawn as nodes.')
  return plan.boxes
}

describe('what is drawn', () => {
  it('is every node of a small network, with its bias', () => {
    expect(columns('xor', [2], 2).map(({ units, shown, hasBias }) => [units, shown, hasBias])).toEqual([
      [2, 2, true],
      [2, 2, true],
      [1, 1, false],
    ])
  })
  it('is ten nodes of a large layer, and how many more there are', () => {
    const [input, hidden, output] = columns('784-32-10', [28, 28, 1], 10)
    expect([input?.units, input?.shown, hidden?.shown, output?.shown]).toEqual([784, 10, 10, 10])
    expect(input?.layers).toEqual([-1, 0])
    expect(hidden).toMatchObject({ layers: [1], kernel: 1, title: 'dense 32', detail: 'relu' })
  })
  it('are boxes where a layer looks at pictures, one for each layer and the input', () => {
    expect(boxes('cnn-small').map(({ title, detail }) => `${title} ${detail}`)).toEqual([
      ...['input 64×64×3', 'conv 64×64×16', 'max pool 32×32×16', 'conv 32×32×32', 'max pool 16×16×32'],
      ...['flatten 8\u2009192', 'dense 64', 'dense 10'],
    ])
    expect(boxes('resnet-small').filter(({ isResidual }) => isResidual)).toHaveLength(4)
  })
})

describe('places', () => {
  it.each([
    ['xor', [2], 2],
    ['784-32-10', [28, 28, 1], 10],
    ['mlp-book', [8, 8, 1], 12],
  ] as const)('of the nodes of %s stay inside and do not touch', (name, input, classes) => {
    for (const [width, height] of [
      [300, 180],
      [900, 500],
    ] as const)
      for (const { nodes, bias, more, radius } of placeNodes(columns(name, [...input], classes), width, height)) {
        const points = [...nodes, ...(more ? [more] : []), ...(bias ? [bias] : [])]
        for (const { x, y } of points) {
          expect(x - radius).toBeGreaterThan(0)
          expect(x + radius).toBeLessThan(width)
          expect(y - radius).toBeGreaterThanOrEqual(0)
          expect(y + radius).toBeLessThanOrEqual(height - 30)
        }
        const steps = points.slice(1).map(({ y }, index) => y - points[index]!.y)
        for (const step of steps) expect(step).toBeGreaterThan(2 * radius)
      }
  })
  it.each(['cnn-small', 'cnn-medium', 'resnet-small', 'lenet'])(
    'of the boxes of %s are strips beside each other',
    (name) => {
      const all = boxes(name)
      const placed = placeBoxes(all, Math.max(600, boxesWidth(all)), 300)
      for (const [index, { left, right, x, width, sheets, y, height }] of placed.entries()) {
        expect(left).toBe(placed[index - 1]?.right ?? 8)
        expect(x).toBeGreaterThanOrEqual(left)
        expect(x + width + (sheets - 1) * 3).toBeLessThanOrEqual(right)
        expect(y - (sheets - 1) * 3).toBeGreaterThanOrEqual(0)
        expect(y + height).toBeLessThan(300 - 26)
      }
      // To scale: the picture is twice as high as after a pooling.
      const [first] = placed
      const half = placed.find(({ box }) => box.shape.join().startsWith('32,32'))!
      expect(first!.height / half.height).toBeCloseTo(2, 5)
    },
  )
})

describe('edges', () => {
  const weights: LayerTensor[] = [
    { layer: 0, name: '0.kernel', shape: [2, 2], values: Float32Array.of(1, -2, 0, NaN) },
    { layer: 0, name: '0.bias', shape: [2], values: Float32Array.of(0.5, -4) },
  ]
  const placed = placeNodes(columns('xor', [2], 2), 400, 300)
  it('are the weights between the nodes that are drawn, each as a share of the largest', () => {
    const edges = edgesInto(placed[0]!, placed[1]!, weights)
    expect(edges.map(({ weight, share, isBias }) => [weight, share, isBias])).toEqual([
      [1, 0.5, false],
      [-2, 1, false],
      [0, 0, false],
      [NaN, NaN, false],
      [0.5, 0.25, true],
      [-4, 1, true],
    ])
    expect([edges[1]?.from, edges[1]?.to]).toEqual([placed[0]?.nodes[0], placed[1]?.nodes[1]])
    expect(edges[4]?.from).toEqual(placed[0]?.bias)
  })
  it('of a cut layer belong to the units that are drawn', () => {
    const digits = placeNodes(columns('784-32-10', [28, 28, 1], 10), 600, 400)
    const values = Float32Array.from({ length: 784 * 32 }, (_, index) => index)
    const edges = edgesInto(digits[0]!, digits[1]!, [{ layer: 1, name: '1.kernel', shape: [784, 32], values }])
    expect(edges).toHaveLength(110)
    expect(edges[10]?.weight).toBe(32)
    expect(edges[99]?.weight).toBe(9 * 32 + 9)
    expect(edges[100]).toMatchObject({ weight: null, isBias: true })
  })
  it('have no weight before there are any', () => {
    expect(edgesInto(placed[0]!, placed[1]!, null).every(({ weight }) => weight === null)).toBe(true)
  })
})

describe('the drawing', () => {
  const network = presetNetwork('cnn-small', [8, 8, 3], 2)
  const drawing = (modelValue: number | null, one = network) =>
    mount(NetworkDrawing, { props: { modelValue, network: one, weights: null, values: null, theme: 'light' } })

  it('says in words what it shows', () => {
    const words = drawing(1)
      .findAll('[role=option]')
      .map((option) => option.text())
    expect(words[0]).toBe('1. conv2d, relu: 8×8×3 to 8×8×16, 448 parameters')
    expect(words).toHaveLength(7)
  })
  it.each([
    [null, 'ArrowRight', 0],
    [0, 'ArrowLeft', 0],
    [3, 'ArrowRight', 4],
    [6, 'ArrowRight', 6],
    [3, 'Home', 0],
    [3, 'End', 6],
  ])('goes from layer %j with %s to %i', async (from, key, to) => {
    const view = drawing(from)
    await view.trigger('keydown', { key })
    expect(view.emitted('update:modelValue')).toEqual(to === from ? undefined : [[to]])
  })
  it('waits while a layer cannot follow', () => {
    const broken = NetworkSpec.parse({ input: [8, 8, 3], layers: [{ type: 'dense', units: 2 }] })
    const view = drawing(null, broken)
    expect(view.find('[role=option]').exists()).toBe(false)
    expect(view.text()).toContain('Drawn as soon as')
  })
  it('can be made of every preset', () => {
    for (const { name } of PRESETS)
      for (const [input, classes] of [
        [[64, 64, 3], 3],
        [[28, 28, 1], 10],
        [[8, 8, 1], 2],
        [[2], 2],
      ] as const) {
        let one
        try {
          one = presetNetwork(name, input, classes)
        } catch {
          continue
        }
        expect(drawing(0, one).findAll('[role=option]'), name).toHaveLength(one.layers.length)
      }
  })
})
