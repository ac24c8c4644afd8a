import type { PlacedColumn, Point } from './place-nodes.ts'

/** A tensor of a layer, for example `0.kernel` of shape [784, 32]. */
export interface LayerTensor {
  readonly layer: number
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

export interface Edge {
  readonly from: Point
  readonly to: Point
  /** Null before there are weights. */
  readonly weight: number | null
  /** Its size as a share of the layer's largest. */
  readonly share: number
  readonly isBias: boolean
}

/** The edges into a column, one for each weight between nodes that are drawn, its biases last. */
export function edgesInto(
  before: PlacedColumn,
  { column, nodes }: PlacedColumn,
  weights: readonly LayerTensor[] | null,
): Edge[] {
  const tensor = (name: string): Float32Array | null =>
    weights?.find((one) => one.layer === column.kernel && one.name.endsWith(`.${name}`))?.values ?? null
  const kernel = tensor('kernel')
  const bias = tensor('bias')
  const limit = largest(kernel)
  const edge = (from: Point, to: Point, weight: number | null, isBias: boolean): Edge => {
    const share = weight === null || limit === 0 ? 0 : Math.min(1, Math.abs(weight) / limit)
    return { from, to, weight, share, isBias }
  }
  const inputs = before.nodes.flatMap((from, input) =>
    nodes.map((to, unit) => edge(from, to, kernel?.[input * column.units + unit] ?? null, false)),
  )
  const { bias: node } = before
  return node ? [...inputs, ...nodes.map((to, unit) => edge(node, to, bias?.[unit] ?? null, true))] : inputs
}

/** The largest size that is a number. */
function largest(values: Float32Array | null): number {
  let limit = 0
  for (const value of values ?? []) {
    const size = Math.abs(value)
    if (size > limit && size < Infinity) limit = size
  }
  return limit
}
