import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { useTilePixels } from '../../../src-renderer/canvas/useTilePixels.ts'
import { unitPixels } from '../../../src-renderer/canvas/weights.ts'

const frames: (() => void)[] = []
const nextFrame = (): void => frames.splice(0).forEach((frame) => frame())
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
})
afterEach(() => {
  vi.unstubAllGlobals()
  frames.length = 0
})

function layer(side: number, units: number, value: number) {
  const shape = [side, side, 1, units]
  return { epoch: 1, layer: 0, shape, units, values: new Float32Array(side * side * units).fill(value) }
}
function drawing(first: ReturnType<typeof layer>) {
  const weights = shallowRef(first)
  const tiles = effectScope().run(() => useTilePixels(() => ({ weights: weights.value, theme: 'light' })))!
  return { weights, tiles }
}

describe('useTilePixels', () => {
  it('draws a small layer at once', () => {
    const small = layer(3, 16, 0.5)
    const { tiles } = drawing(small)
    expect(tiles.value).toHaveLength(16)
    expect(tiles.value[15]).toEqual(unitPixels(small, 15, 0.5, 'light'))
    expect(frames).toHaveLength(0)
  })

  it('draws a large layer over several frames, every unit before newer weights', async () => {
    const { weights, tiles } = drawing(layer(200, 5, 1))
    expect(tiles.value).toHaveLength(3)
    weights.value = layer(200, 5, -1)
    await nextTick()
    nextFrame()
    expect(tiles.value).toHaveLength(5)
    expect(tiles.value[4]?.[0]).toBe(tiles.value[0]?.[0])
    nextFrame()
    nextFrame()
    expect(tiles.value[4]).toEqual(unitPixels(weights.value, 4, 1, 'light'))
    expect(tiles.value[0]).toEqual(unitPixels(weights.value, 0, 1, 'light'))
    expect(frames).toHaveLength(0)
  })

  it('drops tiles that a smaller layer no longer has', async () => {
    const { weights, tiles } = drawing(layer(3, 16, 0.5))
    weights.value = layer(3, 4, 0.5)
    await nextTick()
    expect(tiles.value).toHaveLength(4)
  })
})
