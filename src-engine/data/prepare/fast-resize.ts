import { constructors, PAGE_BYTES } from '../../kernels/host.ts'
import { blockCount, blockStarts } from './lines.ts'
import type { Picture } from './picture.ts'
import type { Box } from './placement.ts'
import { copyRows, type ResizeRows } from './resize.ts'
import { triangleTaps, type Taps } from './taps.ts'

/** What `kernels/assembly/resize.ts` exports. */
interface ResizeKernels {
  sumRows(sums: number, data: number, stride: number, length: number, rows: number): void
  averageBlocks(sums: number, rows: number, starts: number, blocks: number, means: number): void
  resampleLine(
    means: number,
    first: number,
    count: number,
    weights: number,
    taps: number,
    width: number,
    line: number,
  ): void
  blendLines(
    row: number,
    lines: number,
    lineBytes: number,
    slots: number,
    slot: number,
    weights: number,
    count: number,
    length: number,
  ): void
}

/** Rows of a picture are brought into the module's memory so many bytes at a time, or one by one. */
const BAND = 2 ** 18

/** A size that was resized from and to, and where everything for it lies in the module's memory, in bytes. */
interface Plan {
  readonly box: Box
  readonly width: number
  readonly height: number
  readonly blocks: number
  /** Where each line of the picture begins, and the last ends, in rows. */
  readonly rows: Int32Array
  readonly sideways: Taps
  readonly downwards: Taps
  readonly at: Readonly<
    Record<
      'first' | 'count' | 'sideways' | 'downwards' | 'columns' | 'sums' | 'means' | 'row' | 'lines' | 'band',
      number
    >
  >
  /** From one line to the next, in bytes. */
  readonly lineBytes: number
}

/**
 * Resizes as `resizeRows` does, with the same bits, in WebAssembly.
 * @param module `resources/kernels/resize.wasm`
 */
export function fastResize(module: WebAssembly.Module): ResizeRows {
  const memory = new constructors.Memory({ initial: 1, maximum: 65_536, shared: false })
  const kernels = new constructors.Instance(module, { env: { memory } }).exports as ResizeKernels
  let last: Plan | null = null

  function planFor(box: Box, width: number, height: number): Plan {
    // Pictures of a folder mostly have one size.
    const isSame = last?.box.width === box.width && last.box.height === box.height
    if (isSame && last?.width === width && last.height === height) return last
    last = null
    const plan = planOf(box, width, height)
    const { at, sideways, downwards } = plan
    ensure(at.band)
    new Int32Array(memory.buffer, at.first, width).set(sideways.first)
    new Int32Array(memory.buffer, at.count, width).set(sideways.count)
    new Float64Array(memory.buffer, at.sideways, sideways.weights.length).set(sideways.weights)
    new Float64Array(memory.buffer, at.downwards, downwards.weights.length).set(downwards.weights)
    new Int32Array(memory.buffer, at.columns, plan.blocks + 1).set(blockStarts(plan.blocks, box.width))
    return (last = plan)
  }

  function ensure(bytes: number): void {
    const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES)
    if (missing > 0) memory.grow(missing)
  }

  /** Reads line `i` of the picture into its slot of the ring. */
  function readLine({ data, width: stride }: Picture, box: Box, plan: Plan, i: number): void {
    const { at, rows, sideways, width, blocks, lineBytes } = plan
    const [top, bottom] = [rows[i]!, rows[i + 1]!]
    const length = box.width * 3
    const step = Math.max(1, Math.floor(BAND / (stride * 3)))
    const bytes = new Uint8Array(memory.buffer)
    bytes.fill(0, at.sums, at.sums + length * 4)
    for (let row = top; row < bottom; row += step) {
      const count = Math.min(step, bottom - row)
      const start = ((box.y + row) * stride + box.x) * 3
      bytes.set(data.subarray(start, start + (count - 1) * stride * 3 + length), at.band)
      kernels.sumRows(at.sums, at.band, stride * 3, length, count)
    }
    kernels.averageBlocks(at.sums, bottom - top, at.columns, blocks, at.means)
    const line = at.lines + (i % plan.downwards.stride) * lineBytes
    kernels.resampleLine(at.means, at.first, at.count, at.sideways, sideways.stride, width, line)
  }

  return (picture, box, width, height, onRow) => {
    if (box.width === width && box.height === height) return copyRows(picture, box, onRow)
    const plan = planFor(box, width, height)
    const { at, downwards, lineBytes } = plan
    ensure(at.band + Math.max(BAND, picture.width * 3) + VECTOR)
    const row = new Float64Array(memory.buffer, at.row, width * 3)
    const slots = downwards.stride
    let read = 0
    for (let y = 0; y < height; y++) {
      const first = downwards.first[y]!
      const count = downwards.count[y]!
      for (; read < first + count; read++) readLine(picture, box, plan, read)
      const weights = at.downwards + y * slots * 8
      kernels.blendLines(at.row, at.lines, lineBytes, slots, first % slots, weights, count, width * 3)
      onRow(row, y)
    }
  }
}

/** Bytes of the widest vector: so much may be read and written behind an array. */
const VECTOR = 64

function planOf(box: Box, width: number, height: number): Plan {
  const blocks = blockCount(box.width, width)
  const lines = blockCount(box.height, height)
  const [sideways, downwards] = [triangleTaps(blocks, width), triangleTaps(lines, height)]
  const lineBytes = (width * 3 + (width % 2)) * 8
  let end = VECTOR
  const place = (bytes: number): number => {
    const start = end
    end += Math.ceil(bytes / VECTOR + 1) * VECTOR
    return start
  }
  return {
    ...{ box, width, height, blocks, sideways, downwards, lineBytes },
    rows: blockStarts(lines, box.height),
    at: {
      first: place(width * 4),
      count: place(width * 4),
      sideways: place(sideways.weights.byteLength),
      downwards: place(downwards.weights.byteLength),
      columns: place((blocks + 1) * 4),
      sums: place(box.width * 3 * 4),
      means: place(blocks * 32),
      row: place(width * 24),
      lines: place(downwards.stride * lineBytes),
      band: end,
    },
  }
}
