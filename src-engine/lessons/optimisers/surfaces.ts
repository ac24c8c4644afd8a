import { at } from '../../reference/array.ts'

/** A cost over two weights, to be looked down upon. */
export interface Surface {
  readonly formula: string
  readonly value: (x: number, y: number) => number
  readonly gradient: (x: number, y: number) => readonly [number, number]
  readonly start: readonly [number, number]
  /** Where it is lowest; of two such places the one nearer to the start. */
  readonly minimum: readonly [number, number]
  /** What is worth looking at. */
  readonly view: { readonly x: readonly [number, number]; readonly y: readonly [number, number] }
}

export const SURFACES = {
  bowl: {
    formula: '½(x² + y²)',
    value: (x, y) => (x * x + y * y) / 2,
    gradient: (x, y) => [x, y],
    ...{ start: [-1.5, 1], minimum: [0, 0], view: { x: [-2, 2], y: [-2, 2] } },
  },
  ravine: {
    formula: '½(x² + 10y²)',
    value: (x, y) => (x * x + 10 * y * y) / 2,
    gradient: (x, y) => [x, 10 * y],
    ...{ start: [1, -0.5], minimum: [0, 0], view: { x: [-1.5, 1.5], y: [-1, 1] } },
  },
  // Flat at 0, 0 and lower on both sides of it.
  saddle: {
    formula: '½x² − ½y² + ¼y⁴',
    value: (x, y) => (x * x - y * y) / 2 + y ** 4 / 4,
    gradient: (x, y) => [x, y ** 3 - y],
    ...{ start: [1, 0.001], minimum: [0, 1], view: { x: [-1.5, 1.5], y: [-1.5, 1.5] } },
  },
  // Beale (1958).
  beale: {
    formula: '(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²',
    value: (x, y) => bealeTerms(x, y).reduce((sum, { r }) => sum + r * r, 0),
    gradient: (x, y) => [
      bealeTerms(x, y).reduce((sum, { r, dx }) => sum + 2 * r * dx, 0),
      bealeTerms(x, y).reduce((sum, { r, dy }) => sum + 2 * r * dy, 0),
    ],
    ...{ start: [1, 1.5], minimum: [3, 0.5], view: { x: [-1, 4.5], y: [-1.5, 2] } },
  },
  // Rosenbrock (1960).
  rosenbrock: {
    formula: '(1 − x)² + 100(y − x²)²',
    value: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
    ...{ start: [-1.2, 1], minimum: [1, 1], view: { x: [-2, 2], y: [-1, 3] } },
  },
} as const satisfies Readonly<Record<string, Surface>>

export type SurfaceName = keyof typeof SURFACES

export const slopeAt = ({ gradient }: Surface, theta: Float64Array): Float64Array =>
  Float64Array.from(gradient(at(theta, 0), at(theta, 1)))

function bealeTerms(x: number, y: number): { r: number; dx: number; dy: number }[] {
  return [1.5, 2.25, 2.625].map((constant, i) => {
    const power = i + 1
    return { r: constant - x + x * y ** power, dx: y ** power - 1, dy: power * x * y ** i }
  })
}
