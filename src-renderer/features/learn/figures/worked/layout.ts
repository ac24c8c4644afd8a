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
  /** Where its number stands. */
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
  readonly biases: readonly (Place & { readonly layer: number })[]
  readonly edges: readonly PlacedEdge[]
  readonly cost: Place
}

/** Half of a unit's box, and the radius of an input. */
export const UNIT = { width: 88, height: 44 } as const
export const COST = { width: 76, height: 44 } as const
export const INPUT = 24
export const ONE = 13
const WIDTH = 760
const MARGIN = 4
const COST_GAP = 56
/** Numbers stand where the edges of a node have parted; in the middle where the gaps are small. */
const PLACES = [0.27, 0.4, 0.33] as const

/** Where everything of a worked network stands, from left to right; the cost, where it is drawn, last. */
export function placeWorked({ forward, edges }: Unfolded, hasCost: boolean): WorkedLayout {
  const inputs = forward[0]?.[0]?.terms.map(({ from, x }) => ({ name: from, value: x })) ?? []
  const most = Math.max(inputs.length, ...forward.map((layer) => layer.length))
  const row = most > 2 ? 76 : 104
  const height = row * (most + 1)
  // What the nodes leave of the width is shared by the gaps between them; the one before the cost is small.
  const behind = hasCost ? COST_GAP + COST.width : 0
  const gap = (WIDTH - 2 * MARGIN - 2 * INPUT - behind) / forward.length - UNIT.width
  const x = (column: number): number =>
    column === 0 ? MARGIN + INPUT : MARGIN + 2 * INPUT + column * (gap + UNIT.width) - UNIT.width / 2
  const y = (index: number, count: number): number => row * (index + 0.5 + (most - count) / 2)
  const placedInputs = inputs.map((input, index) => ({ ...input, x: x(0), y: y(index, inputs.length) }))
  const units = forward.flatMap((layer, l) =>
    layer.map((unit, index) => ({ unit, layer: l, x: x(l + 1), y: y(index, layer.length) })),
  )
  const biases = forward.map((_, l) => ({ layer: l, x: x(l), y: row * (most + 0.5) }))
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
    const index = into.findIndex(({ unit }) => unit === edge.to)
    const share = forward.length > 2 ? 0.5 : (PLACES[index % PLACES.length] ?? 0.3)
    const label = { x: from.x + (end.x - from.x) * share, y: from.y + (end.y - from.y) * share }
    const beside = into.length * ((into[0]?.terms.length ?? 0) + 1)
    return [{ edge, from, to: end, label, isBias, beside }]
  })
  const cost = { x: WIDTH - MARGIN - COST.width / 2, y: row * (most / 2) }
  return { width: WIDTH, height, inputs: placedInputs, units, biases, edges: placedEdges, cost }
}
