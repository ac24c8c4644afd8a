import type { Box } from './plan.ts'

/** Where a box stands, in CSS pixels: its front, and how far the sheets behind it reach up and to the right. */
export interface PlacedBox {
  readonly box: Box
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly sheets: number
  /** The strip of the drawing that belongs to it. */
  readonly left: number
  readonly right: number
}

export const SHEET = 3
/** Room for two lines of words below, for a selected slim layer's name and a skip above. */
const FOOT = 40
const HEAD = 34
const SLIM = 14
const GAP = 8
/** "64×64×128" in 11 pixels. */
const WORDS = 60
const LEAST_SIDE = 8
const BAR = 10

/** The width that the boxes need at least. */
export const boxesWidth = (boxes: readonly Box[]): number =>
  boxes.reduce((sum, { isSlim }) => sum + (isSlim ? SLIM : WORDS), GAP * 2)

/** Boxes from left to right on one axis. Sides of pictures are to scale, the number of channels gives the sheets. */
export function placeBoxes(boxes: readonly Box[], width: number, height: number): PlacedBox[] {
  const room = Math.max(LEAST_SIDE, height - HEAD - FOOT)
  const wide = boxes.filter(({ isSlim }) => !isSlim).length
  const pitch = WORDS + Math.max(0, width - boxesWidth(boxes)) / Math.max(1, wide)
  const sides = boxes.flatMap(({ shape }) => (shape.length === 3 ? shape.slice(0, 2) : []))
  // The sheets behind a box need room beside it too.
  const largest = Math.min(room - 6 * SHEET, pitch - GAP - 6 * SHEET, 140)
  const scale = largest / Math.max(1, ...sides)
  const axis = HEAD + room / 2
  let left = GAP
  return boxes.map((box) => {
    const right = left + (box.isSlim ? SLIM : pitch)
    const [front, up] = sizeOf(box, scale, Math.min(room, 150))
    const sheets = box.isSlim ? 1 : sheetsOf(box)
    const middle = (left + right) / 2 - ((sheets - 1) * SHEET) / 2
    const placed = { x: middle - front / 2, y: axis - up / 2, width: front, height: up }
    const strip = { left, right }
    left = right
    return { box, sheets, ...placed, ...strip }
  })
}

/** [width, height] of the front. A list of numbers is a bar as high as the logarithm of its length. */
function sizeOf({ shape, isSlim }: Box, scale: number, tallest: number): [number, number] {
  const [height = 1, width = 1] = shape
  const isPicture = shape.length === 3
  const up = isPicture
    ? Math.max(LEAST_SIDE, height * scale)
    : Math.min(tallest, 10 + 10 * Math.log2(shape.reduce((product, side) => product * side, 1)))
  if (isSlim) return [4, up]
  return [isPicture ? Math.max(LEAST_SIDE, width * scale) : BAR, up]
}

function sheetsOf({ shape }: Box): number {
  return shape.length === 3 ? Math.min(6, 1 + Math.round(Math.log2(shape[2] ?? 1) * 0.8)) : 1
}
