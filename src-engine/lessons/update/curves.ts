/** Gradient descent on a curve: where it was, how high, and the slope of the tangent there. */
export interface CurvePoint {
  readonly x: number
  readonly value: number
  readonly slope: number
}

/** A cost over one weight. */
export interface Curve {
  readonly formula: string
  readonly value: (x: number) => number
  readonly slope: (x: number) => number
}

export const CURVES = {
  bowl: { formula: 'x²', value: (x) => x * x, slope: (x) => 2 * x },
  /** A shallow valley right of the middle, a deep one left of it. */
  twoValleys: {
    formula: 'x⁴ − 2x² + ½x',
    value: (x) => x ** 4 - 2 * x * x + x / 2,
    slope: (x) => 4 * x ** 3 - 4 * x + 0.5,
  },
} as const satisfies Readonly<Record<string, Curve>>

/** v ← µv − η·slope, x ← x + v; plain gradient descent with µ = 0. The first point is the start. */
export function descendCurve(
  { value, slope }: Curve,
  start: number,
  { eta, momentum = 0, steps }: { readonly eta: number; readonly momentum?: number; readonly steps: number },
): CurvePoint[] {
  const path: CurvePoint[] = []
  let [x, v] = [start, 0]
  for (let step = 0; step <= steps; step++) {
    path.push({ x, value: value(x), slope: slope(x) })
    v = momentum * v - eta * slope(x)
    x += v
  }
  return path
}
