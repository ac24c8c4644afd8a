import { formatCount, formatSigned, formatNumber } from '../../ui/format.ts'
import { signedColor, type Theme } from '../colormap.ts'
import { edgesInto, type Edge, type LayerTensor } from './edges.ts'
import { write, type Ink } from './ink.ts'
import { LARGEST, type PlacedColumn } from './place-nodes.ts'

export interface NodesScene {
  readonly placed: readonly PlacedColumn[]
  readonly weights: readonly LayerTensor[] | null
  /** What stands on the nodes: of the input first, then of each layer; null where it is not known. */
  readonly values: readonly (Float32Array | null)[] | null
  readonly selected: number | null
  readonly theme: Theme
  readonly height: number
}

/** So few edges into a column can carry their numbers. */
const MOST_NUMBERS = 12
/** Numbers stand where the edges of a node have parted and those of the next one are not reached yet. */
const PLACES = [0.24, 0.36, 0.3] as const
/** Those of a bias come steeply from below and part late. */
const BIAS_PLACES = [0.24, 0.55, 0.4] as const
/** A smaller node has no room for a number. */
const READABLE = 10
/** Thickness of the layer's largest weight between nodes of full size. */
const THICK = 3

/** Nodes and edges: sign as colour, size as thickness, as a share of the layer's largest weight. */
export function drawNodes(context: CanvasRenderingContext2D, scene: NodesScene, ink: Ink): void {
  const { placed, weights, selected, height } = scene
  for (const { column, x } of placed)
    if (selected !== null && column.layers.includes(selected)) highlight(context, x, height, ink)
  const gaps = placed.slice(1).map((column, index) => edgesInto(placed[index]!, column, weights))
  const thickest = (THICK * (placed[0]?.radius ?? 0)) / LARGEST
  for (const edges of gaps) for (const edge of edges) drawEdge(context, edge, { thickest, theme: scene.theme }, ink)
  for (const [index, edges] of gaps.entries())
    if (weights && edges.length <= MOST_NUMBERS) drawNumbers(context, edges, placed[index + 1]!.nodes.length, ink)
  const lowest = Math.max(...placed.map(({ nodes, more, bias }) => (bias ?? more ?? nodes.at(-1))?.y ?? 0))
  const foot = Math.min(lowest + 34, height - 26)
  for (const column of placed) drawColumn(context, column, { ...scene, foot }, ink)
}

function highlight(context: CanvasRenderingContext2D, x: number, height: number, ink: Ink): void {
  context.fillStyle = ink.soft
  context.beginPath()
  context.roundRect(x - 44, 2, 88, height - 4, 6)
  context.fill()
}

function drawEdge(
  context: CanvasRenderingContext2D,
  edge: Edge,
  { thickest, theme }: { readonly thickest: number; readonly theme: Theme },
  ink: Ink,
): void {
  const { from, to, weight, share, isBias } = edge
  context.beginPath()
  context.moveTo(from.x, from.y)
  context.lineTo(to.x, to.y)
  context.setLineDash(isBias ? [4, 3] : [])
  context.lineWidth = weight === null ? 1 : 0.5 + thickest * share
  // A weight near zero is a faint line, not none: the edge is there.
  const [red, green, blue] = signedColor((weight ?? 0) < 0 ? -0.25 - 0.75 * share : 0.25 + 0.75 * share, 1, theme)
  context.strokeStyle = weight === null ? ink.outline : `rgb(${red} ${green} ${blue})`
  context.globalAlpha = weight === null ? 0.4 : 1
  context.stroke()
  context.globalAlpha = 1
  context.setLineDash([])
}

/** @param units nodes that the edges lead to; they stand in the order of those, node by node before them. */
function drawNumbers(context: CanvasRenderingContext2D, edges: readonly Edge[], units: number, ink: Ink): void {
  for (const [index, { from, to, weight, isBias }] of edges.entries()) {
    if (weight === null) continue
    const share = (isBias ? BIAS_PLACES : PLACES)[(index % units) % PLACES.length] ?? 0.3
    const [x, y] = [from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share]
    const words = formatSigned(weight)
    context.font = `400 11px ${ink.font}`
    const { width } = context.measureText(words)
    context.fillStyle = ink.surface
    context.fillRect(x - width / 2 - 2, y - 7, width + 4, 14)
    write(context, words, { x, y, color: ink.text, font: ink.font })
  }
}

function drawColumn(
  context: CanvasRenderingContext2D,
  placed: PlacedColumn,
  scene: NodesScene & { readonly foot: number },
  ink: Ink,
): void {
  const { column, x, nodes, more, bias, radius } = placed
  const { layers } = column
  const isSelected = scene.selected !== null && layers.includes(scene.selected)
  const values = scene.values?.[(layers.at(-1) ?? -1) + 1]
  context.lineWidth = 1.5
  for (const [unit, node] of nodes.entries()) {
    circle(context, node, radius, { fill: ink.raised, stroke: isSelected ? ink.accent : ink.outline })
    const value = values?.[unit]
    if (value !== undefined && radius >= READABLE)
      write(context, nodeText(value), { ...node, color: ink.text, font: ink.font })
  }
  if (more) {
    const words = `+${formatCount(column.units - column.shown)} more`
    write(context, words, { ...more, color: ink.faint, font: ink.font })
  }
  if (bias) {
    context.setLineDash([3, 2])
    circle(context, bias, radius * 0.8, { fill: ink.surface, stroke: ink.outline })
    context.setLineDash([])
    if (radius >= 8) write(context, '1', { ...bias, color: ink.faint, font: ink.font })
  }
  const color = isSelected ? ink.accent : ink.text
  write(context, column.title, { x, y: scene.foot, color, font: ink.font, weight: 600 })
  write(context, column.detail, { x, y: scene.foot + 15, color: ink.faint, font: ink.font })
}

/** As long as a node is wide. */
const nodeText = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.005 ? '≈0' : formatNumber(value, Math.abs(value) < 0.1 ? 1 : 2)

function circle(
  context: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  radius: number,
  { fill, stroke }: { fill: string; stroke: string },
): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fillStyle = fill
  context.fill()
  context.strokeStyle = stroke
  context.stroke()
}
