import type { Point } from './plane.ts'

/** A straight line beside a curve: its tangent, the line through two of its points, or the steps of rise over run. */
export interface Segment {
  readonly from: Point
  readonly to: Point
  readonly is: 'tangent' | 'secant' | 'run'
}

/** A word beside a place. */
export interface Note {
  readonly at: Point
  readonly text: string
  readonly side: 'above' | 'below' | 'right'
}

/** The least and the largest, with a share of room on both sides; around a single value some room too. */
export function rangeOf(values: readonly number[], room: number): readonly [low: number, high: number] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = high - low || Math.abs(high) * 1e-15 || 1
  return [low - room * span, high + room * span]
}

/** The line of a slope through a point, so far to both sides. */
export function tangentAt([x, y]: Point, slope: number, reach: number): Segment {
  return { from: [x - reach, y - slope * reach], to: [x + reach, y + slope * reach], is: 'tangent' }
}

/** A function, sampled evenly. */
export function sampled(value: (x: number) => number, [from, to]: readonly [number, number], points = 121): Point[] {
  return Array.from({ length: points }, (_, i) => {
    const x = from + ((to - from) * i) / (points - 1)
    return [x, value(x)] as const
  })
}
