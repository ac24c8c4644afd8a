import { computed, shallowRef, watch } from 'vue'
import { weightIndex, type KernelLayout } from './weights.ts'

export interface Cell {
  readonly unit: number
  readonly row: number
  readonly column: number
  readonly channel: number
}

/** The weight looked at, moved by keys: arrows inside a unit (over its channels), Page keys from unit to unit. */
export function useCellCursor(layout: () => KernelLayout) {
  const cell = shallowRef<Cell | null>(null)
  const index = computed(() => {
    const at = cell.value
    return at ? weightIndex(layout(), at.unit, at.row, at.column, at.channel) : 0
  })
  // Another network's weights can be smaller than the place pointed at.
  watch(
    () => Object.values(layout()).join(),
    () => (cell.value = null),
  )

  function move(key: string): boolean {
    const { height, width, channels, units } = layout()
    const at = cell.value ?? { unit: 0, row: 0, column: 0, channel: 0 }
    const x = at.channel * width + at.column
    const moved = {
      ArrowLeft: { ...at, ...across(x - 1) },
      ArrowRight: { ...at, ...across(x + 1) },
      ArrowUp: { ...at, row: clamp(at.row - 1, height) },
      ArrowDown: { ...at, row: clamp(at.row + 1, height) },
      PageUp: { ...at, unit: clamp(at.unit - 1, units) },
      PageDown: { ...at, unit: clamp(at.unit + 1, units) },
      Home: { ...at, unit: 0 },
      End: { ...at, unit: units - 1 },
    }[key]
    if (moved) cell.value = moved
    return moved !== undefined

    function across(next: number): { channel: number; column: number } {
      const inside = clamp(next, width * channels)
      return { channel: Math.floor(inside / width), column: inside % width }
    }
  }

  /** Points at a place of a unit's picture; x and y are shares of its size from 0 to 1. */
  function point(unit: number, x: number, y: number): void {
    const { height, width, channels } = layout()
    const column = clamp(Math.floor(x * width * channels), width * channels)
    cell.value = {
      unit,
      row: clamp(Math.floor(y * height), height),
      column: column % width,
      channel: Math.floor(column / width),
    }
  }

  return { cell, index, move, point }
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value))
}
