import type { LayerInfo, Shape } from '../../../src-engine/spec/shapes.ts'
import { formatCount, formatShape } from '../../ui/format.ts'

/** Something drawn for one layer, or for several that change nothing but numbers; -1 is the input. */
interface Drawn {
  readonly layers: readonly number[]
  readonly title: string
  readonly detail: string
}

/** A layer as nodes, one for each number, the first ten of many. */
export interface Column extends Drawn {
  readonly units: number
  readonly shown: number
  /** Whether the next column's sums have a bias: it is drawn as a node here. */
  readonly hasBias: boolean
  /** Layer whose kernel leads here from the column before; null for the input. */
  readonly kernel: number | null
}

/** A layer as a box of its output's shape. */
export interface Box extends Drawn {
  readonly shape: Shape
  /** Changes no shape and has no picture of its own: drawn as a line, without words. */
  readonly isSlim: boolean
  readonly hasParameters: boolean
  readonly isResidual: boolean
}

export type NetworkPlan =
  | { readonly kind: 'nodes'; readonly columns: readonly Column[] }
  | { readonly kind: 'boxes'; readonly boxes: readonly Box[] }

/** A layer of up to so many units is drawn whole. */
const WHOLE = 12
const SHOWN = 10
/** More columns of nodes are only a tangle. */
const MOST_COLUMNS = 8

const ON_NODES = new Set(['dense', 'flatten', 'activation', 'dropout'])
const SLIM = new Set(['batchNorm', 'layerNorm', 'activation', 'dropout', 'flatten'])

/** How a network is drawn: as nodes and edges where all layers are dense, else as boxes. */
export function networkPlan(input: Shape, infos: readonly LayerInfo[]): NetworkPlan {
  const dense = infos.filter(({ spec }) => spec.type === 'dense').length
  const isDense = infos.every(({ spec }) => ON_NODES.has(spec.type))
  if (isDense && dense > 0 && dense < MOST_COLUMNS) return { kind: 'nodes', columns: columnsOf(input, infos) }
  return { kind: 'boxes', boxes: boxesOf(input, infos) }
}

function columnsOf(input: Shape, infos: readonly LayerInfo[]): Column[] {
  const column = (units: number, drawn: Drawn, kernel: number | null): Column => ({
    ...drawn,
    ...{ units, kernel, hasBias: false, shown: units <= WHOLE ? units : SHOWN },
  })
  const size = input.reduce((product, side) => product * side, 1)
  const columns = [column(size, { layers: [-1], title: 'input', detail: formatShape(input) }, null)]
  for (const [index, { spec }] of infos.entries()) {
    const before = columns.at(-1)!
    if (spec.type === 'dense') {
      columns[columns.length - 1] = { ...before, hasBias: spec.useBias }
      const words = { title: `dense ${formatCount(spec.units)}`, detail: spec.activation }
      columns.push(column(spec.units, { layers: [index], ...words }, index))
    } else {
      const words = spec.type === 'activation' ? spec.activation : spec.type
      const detail = spec.type === 'flatten' ? before.detail : `${before.detail}, ${words}`
      columns[columns.length - 1] = { ...before, detail, layers: [...before.layers, index] }
    }
  }
  return columns
}

function boxesOf(input: Shape, infos: readonly LayerInfo[]): Box[] {
  const first: Box = {
    ...{ layers: [-1], title: 'input', detail: formatShape(input), shape: input },
    ...{ isSlim: false, hasParameters: false, isResidual: false },
  }
  return [first, ...infos.map((info, index) => boxOf(info, index))]
}

/** Few words: a box has little room. */
const SHORT: Readonly<Record<string, string>> = {
  depthwiseConv2d: 'depthwise',
  maxPool2d: 'max pool',
  averagePool2d: 'avg pool',
  globalAveragePool2d: 'mean',
  globalMaxPool2d: 'max',
}

function boxOf({ spec, outputShape, parameterCount }: LayerInfo, index: number): Box {
  const { type } = spec
  return {
    layers: [index],
    title: SHORT[type] ?? (type === 'conv2d' ? 'conv' : type),
    detail: formatShape(outputShape),
    shape: outputShape,
    isSlim: SLIM.has(type),
    hasParameters: parameterCount > 0,
    isResidual: type === 'residual',
  }
}
