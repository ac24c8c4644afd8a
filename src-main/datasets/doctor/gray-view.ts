import type { Picture } from '../../../src-engine/data/prepare/picture.ts'

/** Side of the small gray picture that hashes and traits are told from. */
export const VIEW_SIDE = 32

/** A picture has more lines than anyone needs here: of each line of its view, so many are looked at. */
const MOST_LINES = 4

/** Which line of a picture adds how much to which line of its view; in the order of the picture's lines. */
interface Taps {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weight: Float32Array
}

/**
 * A picture as 32×32 gray means of equal parts of it, whatever its proportions: luma as 0.299 R + 0.587 G + 0.114 B in
 * 0..255, row-major. Of parts with more than 4 lines, 4 evenly spread ones count.
 */
export function grayView({ data, width, height }: Picture): Float32Array {
  const view = new Float32Array(VIEW_SIDE * VIEW_SIDE)
  const line = new Float32Array(VIEW_SIDE)
  const columns = tapsOf(width)
  const rows = tapsOf(height)
  let read = -1
  for (let r = 0; r < rows.from.length; r++) {
    if (rows.from[r] !== read) {
      read = rows.from[r]!
      readLine(line, data, read * width * 3, columns)
    }
    const weight = rows.weight[r]!
    const start = rows.to[r]! * VIEW_SIDE
    for (let x = 0; x < VIEW_SIDE; x++) view[start + x]! += line[x]! * weight
  }
  return view
}

function readLine(line: Float32Array, data: Uint8Array, start: number, { from, to, weight }: Taps): void {
  line.fill(0)
  for (let c = 0; c < from.length; c++) {
    const at = start + from[c]! * 3
    line[to[c]!]! += (0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!) * weight[c]!
  }
}

/** The pictures of a data set often have one size. */
const known = new Map<number, Taps>()
const MOST_KNOWN = 1000

function tapsOf(length: number): Taps {
  const before = known.get(length)
  if (before) return before
  if (known.size === MOST_KNOWN) known.clear()
  const taps = length > VIEW_SIDE * MOST_LINES ? spreadTaps(length) : exactTaps(length)
  known.set(length, taps)
  return taps
}

function spreadTaps(length: number): Taps {
  const count = VIEW_SIDE * MOST_LINES
  return {
    from: Int32Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * length) / count)),
    to: Int32Array.from({ length: count }, (_, i) => Math.floor(i / MOST_LINES)),
    weight: new Float32Array(count).fill(1 / MOST_LINES),
  }
}

/** Every line, by how much of each part it covers; counted in whole steps of a length that both are multiples of. */
function exactTaps(length: number): Taps {
  const taps: [from: number, to: number, weight: number][] = []
  for (let from = 0; from < length; from++)
    for (let to = Math.floor((from * VIEW_SIDE) / length); to * length < (from + 1) * VIEW_SIDE; to++) {
      const covered = Math.min((from + 1) * VIEW_SIDE, (to + 1) * length) - Math.max(from * VIEW_SIDE, to * length)
      taps.push([from, to, covered / length])
    }
  return {
    from: Int32Array.from(taps, ([from]) => from),
    to: Int32Array.from(taps, ([, to]) => to),
    weight: Float32Array.from(taps, ([, , weight]) => weight),
  }
}
