import { shallowRef, type ShallowRef } from 'vue'
import type { Range } from './range.ts'
import type { PlotArea } from './useLineChart.ts'
import { panned, within, zoomed } from './zoom.ts'

/** A drag shorter than this (pixels) along an axis leaves that axis as it is. */
const LEAST_DRAG = 8
const KEY_FACTOR = 0.6
const KEY_PAN = 0.2

interface Axis {
  readonly whole: () => Range
  readonly shown: () => Range
  /** Null shows the whole axis. */
  readonly show: (range: Range | null) => void
}

interface Drag {
  readonly pans: boolean
  readonly fromX: number
  readonly fromY: number
  readonly toX: number
  readonly toY: number
}

/** Zoom of a chart by drag, wheel and keys; ranges are places on the axes, pixels count from the canvas's corner. */
export function useZoom(area: Readonly<ShallowRef<PlotArea | null>>, x: Axis, y: Axis, cursor: () => number | null) {
  const drag = shallowRef<Drag | null>(null)

  /** Where along an axis a pixel is, from 0 to 1. */
  const shareX = (pixel: number): number => (area.value ? (pixel - area.value.left) / area.value.width : 0)
  const shareY = (pixel: number): number => (area.value ? 1 - (pixel - area.value.top) / area.value.height : 0)
  const at = ({ min, max }: Range, share: number): number => min + Math.min(1, Math.max(0, share)) * (max - min)

  function start(pixelX: number, pixelY: number, pans: boolean): void {
    drag.value = { pans, fromX: pixelX, fromY: pixelY, toX: pixelX, toY: pixelY }
  }

  function move(pixelX: number, pixelY: number): void {
    if (!drag.value || !area.value) return
    const { pans, toX } = drag.value
    if (pans) x.show(panned(x.shown(), x.whole(), (toX - pixelX) / area.value.width))
    drag.value = { ...drag.value, toX: pixelX, toY: pixelY }
  }

  function end(): void {
    const done = drag.value
    drag.value = null
    if (!done || done.pans) return
    const { fromX, toX, fromY, toY } = done
    const part = (axis: Axis, from: number, to: number): void => {
      const ends = [at(axis.shown(), from), at(axis.shown(), to)] as const
      axis.show(within({ min: Math.min(...ends), max: Math.max(...ends) }, axis.whole()))
    }
    const [isWide, isTall] = [Math.abs(toX - fromX) >= LEAST_DRAG, Math.abs(toY - fromY) >= 3 * LEAST_DRAG]
    if (isTall) part(y, shareY(fromY), shareY(toY))
    if (isWide) part(x, shareX(fromX), shareX(toX))
  }

  /** Zooms about the pointer; sideways it pans. */
  function wheel({ deltaX, deltaY, shiftKey }: WheelEvent, pixelX: number): void {
    const along = shiftKey ? deltaY : deltaX
    if (Math.abs(along) > Math.abs(shiftKey ? 0 : deltaY)) {
      x.show(panned(x.shown(), x.whole(), along / (area.value?.width ?? 1)))
    } else
      x.show(
        zoomed(
          x.shown(),
          x.whole(),
          Math.exp(Math.max(-200, Math.min(200, deltaY)) / 400),
          at(x.shown(), shareX(pixelX)),
        ),
      )
  }

  function reset(): void {
    x.show(null)
    y.show(null)
  }

  /** What + − 0 and Shift with an arrow do. @returns whether it was one of them */
  function key({ key, shiftKey }: KeyboardEvent): boolean {
    const { min, max } = x.shown()
    const looked = cursor()
    const about = looked === null || looked < min || looked > max ? (min + max) / 2 : looked
    if (key === '+' || key === '=') x.show(zoomed(x.shown(), x.whole(), KEY_FACTOR, about))
    else if (key === '-') x.show(zoomed(x.shown(), x.whole(), 1 / KEY_FACTOR, about))
    else if (key === '0') reset()
    else if (shiftKey && key === 'ArrowLeft') x.show(panned(x.shown(), x.whole(), -KEY_PAN))
    else if (shiftKey && key === 'ArrowRight') x.show(panned(x.shown(), x.whole(), KEY_PAN))
    else return false
    return true
  }
  return { drag, start, move, end, wheel, reset, key }
}
