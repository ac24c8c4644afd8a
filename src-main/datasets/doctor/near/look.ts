/** A prepared picture made small and soft, so that it can be laid over others. */
export interface Look {
  readonly side: number
  readonly channels: number
  /** Gray and then, of a picture in colour, red, green and blue: each [side, side] in 0..255. */
  readonly planes: Float32Array
  /** Whether it shows nothing but a straight stroke: all of its slopes point one way. */
  readonly isStroke: boolean
}

/** Larger pictures are made smaller: details of a pixel do not decide. */
const MOST = 32

/**
 * @param pixels uint8, [height, width, channels]
 * @param isMirrored whether it is seen in a mirror
 */
export function lookOf(
  pixels: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
  isMirrored = false,
): Look {
  const side = Math.min(MOST, height, width)
  const area = side * side
  const planes = new Float32Array(area * (channels === 1 ? 1 : 4))
  const first = channels === 1 ? 0 : 1
  for (let channel = 0; channel < channels; channel++) {
    const plane = planes.subarray((first + channel) * area, (first + channel + 1) * area)
    shrink(pixels, [height, width, channels], channel, plane, side)
    if (isMirrored) for (let y = 0; y < side; y++) plane.subarray(y * side, (y + 1) * side).reverse()
    soften(plane, side)
  }
  if (channels > 1)
    for (let i = 0; i < area; i++)
      planes[i] = 0.299 * planes[area + i]! + 0.587 * planes[2 * area + i]! + 0.114 * planes[3 * area + i]!
  return { side, channels, planes, isStroke: isStroke(planes, side) }
}

/** Slopes across a stroke are so many times those along it, where it ends; of whole signs and photos less than eight times. */
const STROKE = 0.115

/**
 * The smaller eigenvalue of the gray values' structure tensor over the larger one.
 * Source: C. Harris and M. Stephens, "A Combined Corner and Edge Detector" (1988).
 */
function isStroke(gray: Float32Array, side: number): boolean {
  let [xx, yy, xy] = [0, 0, 0]
  for (let y = 1; y < side - 1; y++)
    for (let x = 1; x < side - 1; x++) {
      const at = y * side + x
      const across = gray[at + 1]! - gray[at - 1]!
      const down = gray[at + side]! - gray[at - side]!
      xx += across * across
      yy += down * down
      xy += across * down
    }
  const root = Math.sqrt((xx - yy) ** 2 + 4 * xy * xy)
  return xx + yy - root < STROKE * (xx + yy + root)
}

/** Means of the parts of one channel. */
function shrink(
  pixels: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
  channel: number,
  plane: Float32Array,
  side: number,
): void {
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [top, bottom] = [Math.floor((y * height) / side), Math.floor(((y + 1) * height) / side)]
      const [left, right] = [Math.floor((x * width) / side), Math.floor(((x + 1) * width) / side)]
      let sum = 0
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++) sum += pixels[(row * width + column) * channels + channel]!
      plane[y * side + x] = sum / ((bottom - top) * (right - left))
    }
}

/** With weights 1, 2, 1 each way: a picture between two pixels is then hardly softer than one on them. */
function soften(plane: Float32Array, side: number): void {
  const last = side - 1
  const rows = plane.slice()
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const at = y * side
      rows[at + x] = (plane[at + Math.max(0, x - 1)]! + 2 * plane[at + x]! + plane[at + Math.min(last, x + 1)]!) / 4
    }
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [above, below] = [Math.max(0, y - 1) * side + x, Math.min(last, y + 1) * side + x]
      plane[y * side + x] = (rows[above]! + 2 * rows[y * side + x]! + rows[below]!) / 4
    }
}
