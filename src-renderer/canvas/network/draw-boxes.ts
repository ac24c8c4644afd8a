import { write, type Ink } from './ink.ts'
import { SHEET, type PlacedBox } from './place-boxes.ts'

/** Stacked boxes on one axis; those with parameters are filled, a skip is an arc over its block. */
export function drawBoxes(
  context: CanvasRenderingContext2D,
  scene: { readonly placed: readonly PlacedBox[]; readonly selected: number | null; readonly height: number },
  ink: Ink,
): void {
  const { placed, selected, height } = scene
  const chosen = placed.find(({ box }) => selected !== null && box.layers.includes(selected))
  if (chosen) {
    context.fillStyle = ink.soft
    context.beginPath()
    context.roundRect(chosen.left, 2, chosen.right - chosen.left, height - 4, 6)
    context.fill()
  }
  drawAxis(context, placed, ink)
  const lowest = Math.max(...placed.map(({ y, height: up }) => y + up))
  const foot = Math.min(lowest + 24, height - 26)
  for (const one of placed) drawBox(context, one, { isChosen: one === chosen, foot }, ink)
}

function drawAxis(context: CanvasRenderingContext2D, placed: readonly PlacedBox[], ink: Ink): void {
  const [first, last] = [placed[0], placed.at(-1)]
  if (!first || !last) return
  const y = first.y + first.height / 2
  context.strokeStyle = ink.outline
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(first.x, y)
  context.lineTo(last.x, y)
  context.stroke()
}

function drawBox(
  context: CanvasRenderingContext2D,
  { box, x, y, width, height: up, sheets, left, right }: PlacedBox,
  { isChosen, foot }: { isChosen: boolean; foot: number },
  ink: Ink,
): void {
  context.lineWidth = isChosen ? 1.5 : 1
  context.strokeStyle = isChosen ? ink.accent : box.isSlim ? ink.outline : ink.faint
  context.fillStyle = box.hasParameters ? ink.line : ink.surface
  for (let sheet = sheets - 1; sheet >= 0; sheet--) {
    context.beginPath()
    context.rect(x + sheet * SHEET, y - sheet * SHEET, width, up)
    context.fill()
    context.stroke()
  }
  if (box.isResidual) drawSkip(context, { x, y: y - (sheets - 1) * SHEET, width: width + (sheets - 1) * SHEET })
  const middle = (left + right) / 2
  const color = isChosen ? ink.accent : ink.text
  // A slim layer has no room for words, except above while it is the chosen one.
  if (!box.isSlim) {
    write(context, box.title, { x: middle, y: foot, color, font: ink.font, weight: 600 })
    write(context, box.detail, { x: middle, y: foot + 15, color: ink.faint, font: ink.font })
  } else if (isChosen) write(context, box.title, { x: middle, y: 12, color, font: ink.font, weight: 600 })
}

function drawSkip(
  context: CanvasRenderingContext2D,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): void {
  context.beginPath()
  context.moveTo(x - 6, y)
  context.bezierCurveTo(x - 6, y - 18, x + width + 6, y - 18, x + width + 6, y)
  context.stroke()
}
