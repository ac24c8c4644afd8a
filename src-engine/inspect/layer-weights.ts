import type { NetworkSpec } from '../spec/network.ts'
import type { ParameterRole } from '../spec/parameters.ts'
import { inferShapes, sizeOf } from '../spec/shapes.ts'

/** A tensor of more numbers is given as the means of square blocks. */
export const MOST_WHOLE = 2 ** 22
/** So many blocks at most, but for those that the edges cut. */
const MOST_BLOCKS = 2 ** 20

/** Where a tensor of a layer lies. */
export interface TensorPlace {
  /** Inside its layer: `kernel`; in a residual block `1.kernel`, `shortcut.0.kernel`. */
  readonly name: string
  readonly role: ParameterRole
  readonly shape: readonly number[]
  readonly isTrained: boolean
  /** Of its first number in the weights vector. */
  readonly offset: number
  readonly length: number
}

/** A tensor as it can be sent and drawn. */
export interface TensorView {
  readonly name: string
  readonly role: ParameterRole
  readonly shape: readonly number[]
  /**
   * 1: `values` are the tensor, row-major. Else they are means of blocks of so many rows and columns of the matrix that has the
   * last side as its columns, row-major too; at the right and at the bottom the blocks are smaller.
   */
  readonly block: number
  readonly values: Float32Array<ArrayBuffer>
  /** The smallest and the largest finite number of the whole tensor; NaN without any. */
  readonly least: number
  readonly most: number
}

/** The first layer that has weights; null for a network without any. */
export function firstWeighted(network: NetworkSpec): number | null {
  const first = inferShapes(network).findIndex(({ parameterCount }) => parameterCount > 0)
  return first < 0 ? null : first
}

/**
 * The tensors of a layer in storage order; none for a layer without weights.
 * @param layer index in `network.layers`
 * @throws {RangeError} when there is no such layer
 */
export function tensorsOf(network: NetworkSpec, layer: number): TensorPlace[] {
  const infos = inferShapes(network)
  const info = infos[layer]
  if (!info) throw new RangeError(`The network has ${infos.length} layers, none of them is layer ${layer}.`)
  let offset = infos.slice(0, layer).reduce((sum, { parameterCount }) => sum + parameterCount, 0)
  return info.parameters.map(({ name, role, shape, isTrained }) => {
    const length = sizeOf(shape)
    const place = { name: name.slice(name.indexOf('.') + 1), role, shape, isTrained, offset, length }
    offset += length
    return place
  })
}

/** @param weights all parameters of the network in storage order */
export function viewTensor(weights: Float32Array, place: TensorPlace): TensorView {
  const { name, role, shape, offset, length } = place
  const whole = weights.subarray(offset, offset + length)
  const block = length <= MOST_WHOLE ? 1 : Math.ceil(Math.sqrt(length / MOST_BLOCKS))
  const values = block === 1 ? whole.slice() : blockMeans(whole, shape.at(-1) ?? 1, block)
  return { name, role, shape, block, values, ...rangeOf(whole) }
}

/**
 * Means of square blocks of a row-major matrix.
 * @returns (⌈rows / block⌉, ⌈columns / block⌉)
 */
export function blockMeans(matrix: Float32Array, columns: number, block: number): Float32Array<ArrayBuffer> {
  const rows = matrix.length / columns
  const [down, across] = [Math.ceil(rows / block), Math.ceil(columns / block)]
  const sums = new Float64Array(down * across)
  for (let row = 0, at = 0; row < rows; row++) {
    const first = Math.floor(row / block) * across
    for (let column = 0; column < columns; column++, at++) {
      const cell = first + Math.floor(column / block)
      sums[cell] = (sums[cell] ?? 0) + (matrix[at] ?? NaN)
    }
  }
  return Float32Array.from(sums, (sum, cell) => {
    const height = Math.min(block, rows - Math.floor(cell / across) * block)
    const width = Math.min(block, columns - (cell % across) * block)
    return sum / (height * width)
  })
}

function rangeOf(values: Float32Array): { least: number; most: number } {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < least) least = value
    if (value > most) most = value
  }
  return least > most ? { least: NaN, most: NaN } : { least, most }
}
