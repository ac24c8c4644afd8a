import { MAN_VS_CHICKEN, NETWORK } from './man-vs-chicken/example.ts'
import { printedWrong, type Printed } from './printed.ts'
import { named, stored, type Named } from './worked/network.ts'
import { unfold, type ForwardUnit } from './worked/unfold.ts'

type Matrix = readonly (readonly number[])[]

export interface ForwardOptions {
  readonly x: readonly number[]
  /** w1 … bw4 of man versus chicken. */
  readonly P: Named
  /** The book's examples of matrices. */
  readonly matrices: Readonly<Record<'2x4' | '3x2', Matrix>>
}

export const FORWARD: ForwardOptions = {
  ...{ x: MAN_VS_CHICKEN.x, P: MAN_VS_CHICKEN.P },
  matrices: {
    '2x4': [
      [90, 85, 92, 97],
      [100, 77, 67, 81],
    ],
    '3x2': [
      [5, 7],
      [3, 5],
      [11, 2],
    ],
  },
}

/** One entry of a product: a row times a column. */
export interface Entry {
  readonly row: number
  readonly column: number
  readonly products: readonly number[]
  readonly sum: number
}

/** z = W·x + b of one layer, and a = σ(z). W has a row for each unit; `names` are those of its entries. */
export interface LayerAsMatrices {
  readonly names: readonly (readonly string[])[]
  readonly W: Matrix
  readonly x: readonly number[]
  readonly b: readonly number[]
  readonly entries: readonly Entry[]
  readonly z: readonly number[]
  readonly a: readonly number[]
}

export interface ForwardResult extends Readonly<Record<'2x4' | '3x2', Matrix>> {
  readonly elem_r1c1: number
  readonly elem_r3c2: number
  /** The two matrices of the book multiplied where they fit: 3x2 · 2x4. */
  readonly product: { readonly value: Matrix; readonly entries: readonly Entry[] }
  readonly layers: readonly LayerAsMatrices[]
  readonly printed: readonly Printed[]
}

/** Matrices, and a forward pass written with them. */
export function forwardPass(options: Partial<ForwardOptions> = {}): ForwardResult {
  const { x, P, matrices } = { ...FORWARD, ...options }
  const weights = stored(NETWORK, P)
  const batch = { x: Float64Array.from(x), labels: [0] }
  const { forward } = unfold(NETWORK, weights, batch, 'halfSumSquaredError')
  const entries = multiplied(matrices['3x2'], matrices['2x4'])
  const columns = matrices['2x4'][0]?.length ?? 0
  return {
    ...matrices,
    elem_r1c1: matrices['3x2'][0]?.[0] ?? NaN,
    elem_r3c2: matrices['3x2'][2]?.[1] ?? NaN,
    product: {
      value: matrices['3x2'].map((_, row) => entries.slice(row * columns, (row + 1) * columns).map(({ sum }) => sum)),
      entries,
    },
    layers: forward.map((units) => asMatrices(units, named(NETWORK, weights))),
    printed: [
      printedWrong(
        ...(['the 2 in row 3, column 2', '2₃₁', '2₃₂'] as const),
        'the first index is the row, the second the column',
      ),
    ],
  }
}

/** Every entry of A·B, row by row. */
export function multiplied(A: Matrix, B: Matrix): Entry[] {
  return A.flatMap((row, i) =>
    (B[0] ?? []).map((_, column) => {
      const products = row.map((value, k) => value * (B[k]?.[column] ?? NaN))
      return { row: i, column, products, sum: products.reduce((sum, product) => sum + product, 0) }
    }),
  )
}

function asMatrices(units: readonly ForwardUnit[], values: Named): LayerAsMatrices {
  const names = units.map(({ terms }) => terms.map(({ weight }) => weight))
  const W = names.map((row) => row.map((name) => values[name] ?? NaN))
  const x = units[0]?.terms.map((term) => term.x) ?? []
  return {
    ...{ names, W, x, b: units.map(({ bias }) => bias.value) },
    entries: multiplied(
      W,
      x.map((value) => [value]),
    ),
    ...{ z: units.map(({ z }) => z), a: units.map(({ a }) => a) },
  }
}
