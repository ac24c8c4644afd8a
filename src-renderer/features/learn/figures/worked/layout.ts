import type { Edge, ForwardUnit, Unfolded } from '../../../../../src-engine/lessons/worked/unfold.ts'

export interface Place {
  readonly x: number
  readonly y: number
}
export interface PlacedInput extends Place {
  readonly name: string
  readonly value: number
}
export interface PlacedUnit extends Place {
  readonly unit: ForwardUnit
  readonly layer: number
}
export interface PlacedEdge {
  readonly edge: Edge
  readonly from: Place
  readonly to: Place
  /** Where its number stands; null where so many edges lie beside it that it would cover them. */
  readonly label: Place
  readonly isBias: boolean
  /** Edges into the same layer. */
  readonly beside: number
}
export interface WorkedLayout {
  readonly width: number
  readonly height: number
  readonly inputs: readonly PlacedInput[]
  readonly units: readonly PlacedUnit[]
  /** The nodes of value 1 that biases come from, one for each layer. */
  readonly biases: readonly Place[]
  readonly edges: readonly PlacedEdge[]
  readonly cost: Place
}

/** Half of a unit's box, and the radius of an input. */
export const UNIT = { width: 116, height: 42 } as const
export const INPUT = 24
export const ONE = 13
const WIDTH = 760
/** Numbers stand where the edges of a node have parted. */
const PLACES = [0.27, 0.4, 0.33] as const

/** Where everything of a worked network stands, from left to right; the cost, where it is drawn, last. */
export function placeWorked({ forward, edges }: Unfolded, hasCost: boolean): WorkedLayout {
  const inputs = forward[0]?.[0]?.terms.map(({ from, x }) => ({ name: from, value: x })) ?? []
  const columns = forward.length + 1
  const most = Math.max(inputs.length, ...forward.map((layer) => layer.length))
  const row = most > 2 ? 76 : 104
  const height = row * (most + 1)
  const right = hasCost ? 690 : WIDTH - UNIT.width / 2 - 4
  const step = (right - INPUT - 4 - (hasCost ? 40 : 0)) / (columns - 1 + (hasCost ? 0.8 : 0))
  const x = (column: number): number => INPUT + 4 + column * step
  const y = (index: number, count: number): number => row * (index + 0.5 + (most - count) / 2)
  const placedInputs = inputs.map((input, index) => ({ ...input, x: x(0), y: y(index, inputs.length) }))
  const units = forward.flatMap((layer, l) =>
    layer.map((unit, index) => ({ unit, layer: l, x: x(l + 1), y: y(index, layer.length) })),
  )
  const biases = forward.map((_, l) => ({ x: x(l) + (l === 0 ? 0 : 20), y: row * (most + 0.5) }))
  const place = (name: string): Place | undefined =>
    placedInputs.find((one) => one.name === name) ?? units.find((one) => one.unit.unit === name)
  const placedEdges = edges.flatMap((edge): PlacedEdge[] => {
    const to = units.find((one) => one.unit.unit === edge.to)
    const isBias = edge.from === '1'
    const start = isBias ? biases[to?.layer ?? 0] : place(edge.from)
    if (!to || !start) return []
    const into = forward[to.layer] ?? []
    const from = { x: start.x + (isBias ? ONE : 'unit' in start ? UNIT.width / 2 : INPUT), y: start.y }
    const end = { x: to.x - UNIT.width / 2, y: to.y }
    const share = PLACES[into.findIndex(({ unit }) => unit === edge.to) % PLACES.length] ?? 0.3
    const label = { x: from.x + (end.x - from.x) * share, y: from.y + (end.y - from.y) * share }
    const beside = into.length * ((into[0]?.terms.length ?? 0) + 1)
    return [{ edge, from, to: end, label, isBias, beside }]
  })
  const cost = { x: right + 20, y: row * (most / 2) }
  return { width: WIDTH, height, inputs: placedInputs, units, biases, edges: placedEdges, cost }
}
