import type { ChannelStatistics, PrepareSpec } from '../../spec/data.ts'

/** What of a preparation decides how pixel values become numbers. */
export type Scaling = Pick<PrepareSpec, 'scale' | 'statistics'>

const tableOf = (value: (x: number) => number): Float32Array => Float32Array.from({ length: 256 }, (_, x) => value(x))

/** The float32 value of every pixel value 0…255, computed in float64 and rounded once. */
const RANGES = { '0..1': tableOf((x) => x / 255), '-1..1': tableOf((x) => x / 127.5 - 1) }

const known = new WeakMap<ChannelStatistics, readonly Float32Array[]>()

/**
 * The table of each channel, or a single one where all channels have the same.
 *
 * `standardized` is (x / 255 − mean) / deviation, as PyTorch's `Normalize` behind `ToTensor`; a channel that never changes is
 * divided by 1, as in scikit-learn's `StandardScaler`.
 * @throws RangeError for `standardized` before the statistics are measured
 */
function tablesOf({ scale, statistics }: Scaling): readonly Float32Array[] {
  if (scale !== 'standardized') return [RANGES[scale]]
  if (!statistics)
    throw new RangeError('Pictures are standardized by statistics of the training split; none are given.')
  const before = known.get(statistics)
  if (before) return before
  const { mean, deviation } = statistics
  const spreads = deviation.map((spread) => (spread > 0 ? spread : 1))
  const tables = mean.map((m, channel) => tableOf((x) => (x / 255 - m) / (spreads[channel] ?? 1)))
  known.set(statistics, tables)
  return tables
}

/**
 * Writes prepared pixels as the float32 tensor the network reads.
 * @param pixels uint8, shape [height, width, channels]
 * @param into receives `pixels.length` values from `offset` on
 * @throws RangeError when they do not fit, or statistics are missing
 */
export function scalePixels(pixels: Uint8Array, spec: Scaling, into: Float32Array, offset: number): void {
  if (offset < 0 || offset + pixels.length > into.length)
    throw new RangeError(`${pixels.length} values from ${offset} on do not fit into ${into.length}.`)
  const tables = tablesOf(spec)
  const channels = tables.length
  for (const [channel, table] of tables.entries())
    for (let i = channel; i < pixels.length; i += channels) into[offset + i] = table[pixels[i]!]!
}

/**
 * Scales some of the pictures that lie in memory one after the other, each as `scalePixels` does.
 * @param pictures uint8, (pictures, …shape)
 * @param size values of one picture
 * @param chosen which pictures; the first `count` of them are written one after the other
 * @param into receives `count * size` values
 * @throws RangeError when statistics are missing
 */
export function scalePictures(
  pictures: Uint8Array,
  size: number,
  chosen: Uint32Array,
  count: number,
  spec: Scaling,
  into: Float32Array,
): void {
  // What it returns is overwritten at once.
  for (let i = 0; i < count; i++) into[i * size] = touch(pictures, chosen[i]! * size, size)
  const tables = tablesOf(spec)
  if (size % 4 !== 0 || pictures.byteOffset % 4 !== 0) {
    for (let i = 0; i < count; i++) {
      const from = chosen[i]! * size
      scalePixels(pictures.subarray(from, from + size), spec, into, i * size)
    }
    return
  }
  // One load for four pixels. Memory that WebAssembly shares with JavaScript is little-endian, and so are these words.
  const words = new Uint32Array(pictures.buffer, pictures.byteOffset, pictures.length >> 2)
  const [first, second, third] = tables
  if (first && second && third) scaleColours(words, size, chosen, count, [first, second, third], into)
  else if (first) scaleAlike(words, size, chosen, count, first, into)
}

/** Pictures whose channels all have the same table. */
function scaleAlike(
  words: Uint32Array,
  size: number,
  chosen: Uint32Array,
  count: number,
  table: Float32Array,
  into: Float32Array,
): void {
  for (let i = 0; i < count; i++) {
    const end = ((chosen[i]! + 1) * size) / 4
    for (let at = (chosen[i]! * size) / 4, to = i * size; at < end; at++, to += 4) {
      const word = words[at]!
      into[to] = table[word & 255]!
      into[to + 1] = table[(word >>> 8) & 255]!
      into[to + 2] = table[(word >>> 16) & 255]!
      into[to + 3] = table[word >>> 24]!
    }
  }
}

/** Pictures of three channels: four pixels are three words. */
function scaleColours(
  words: Uint32Array,
  size: number,
  chosen: Uint32Array,
  count: number,
  [red, green, blue]: readonly [Float32Array, Float32Array, Float32Array],
  into: Float32Array,
): void {
  for (let i = 0; i < count; i++) {
    const end = ((chosen[i]! + 1) * size) / 4
    for (let at = (chosen[i]! * size) / 4, to = i * size; at < end; at += 3, to += 12) {
      const a = words[at]!
      const b = words[at + 1]!
      const c = words[at + 2]!
      into[to] = red[a & 255]!
      into[to + 1] = green[(a >>> 8) & 255]!
      into[to + 2] = blue[(a >>> 16) & 255]!
      into[to + 3] = red[a >>> 24]!
      into[to + 4] = green[b & 255]!
      into[to + 5] = blue[(b >>> 8) & 255]!
      into[to + 6] = red[(b >>> 16) & 255]!
      into[to + 7] = green[b >>> 24]!
      into[to + 8] = blue[c & 255]!
      into[to + 9] = red[(c >>> 8) & 255]!
      into[to + 10] = green[(c >>> 16) & 255]!
      into[to + 11] = blue[c >>> 24]!
    }
  }
}

const CACHE_LINE = 64

/**
 * Reads one byte of every cache line. Pictures in random order come from far away, and a processor fetches many lines side
 * by side when nothing else is between the reads.
 * @returns a sum, so that no compiler can leave the reading out
 */
function touch(bytes: Uint8Array, from: number, length: number): number {
  let sum = 0
  for (let at = from; at < from + length; at += CACHE_LINE) sum += bytes[at]!
  return sum
}

/**
 * The bytes of the float32 tensor, little-endian: so is every machine that Glassbox runs on. Their SHA-256 is a picture's `tensorSha256`: equal
 * wherever the picture was prepared.
 */
export function tensorBytes(pixels: Uint8Array, spec: Scaling): Uint8Array {
  const tensor = new Float32Array(pixels.length)
  scalePixels(pixels, spec, tensor, 0)
  return new Uint8Array(tensor.buffer)
}
