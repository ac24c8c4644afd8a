import { onScopeDispose, shallowRef, watch } from 'vue'
import type { LayerWeights } from '../../src-main/contract/types.ts'
import type { Theme } from './colormap.ts'
import { kernelLayout, unitPixels, weightLimit } from './weights.ts'

/** Weights drawn within one frame; more would let the page stutter. */
const WEIGHTS_PER_FRAME = 100_000

interface Drawing {
  readonly weights: LayerWeights
  readonly theme: Theme
}

/**
 * The pictures of all units. Small layers are drawn at once, large ones over a few frames; weights that arrive
 * meanwhile wait until every unit is through, so that none stays behind for ever.
 */
export function useTilePixels(source: () => Drawing) {
  const tiles = shallowRef<readonly Uint8ClampedArray<ArrayBuffer>[]>([])
  let next: Drawing | null = null
  let frame = 0

  function begin(): void {
    frame = 0
    if (next) drawFrom(0, next, weightLimit(next.weights.values))
  }

  function drawFrom(first: number, drawing: Drawing, limit: number): void {
    if (first === 0) next = null
    const { height, width, channels, units } = kernelLayout(drawing.weights.shape)
    const end = Math.min(units, first + Math.ceil(WEIGHTS_PER_FRAME / Math.max(height * width * channels, 1)))
    const drawn = tiles.value.slice(0, units)
    for (let unit = first; unit < end; unit++) drawn[unit] = unitPixels(drawing.weights, unit, limit, drawing.theme)
    tiles.value = drawn
    if (end < units) frame = requestAnimationFrame(() => drawFrom(end, drawing, limit))
    else frame = next ? requestAnimationFrame(begin) : 0
  }

  watch(
    source,
    (drawing) => {
      next = drawing
      if (frame === 0) begin()
    },
    { immediate: true },
  )
  onScopeDispose(() => cancelAnimationFrame(frame))
  return tiles
}
