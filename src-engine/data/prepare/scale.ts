import type { PrepareSpec } from '../../spec/data.ts'

type Scale = PrepareSpec['scale']

/** The float32 value of every pixel value 0…255: x / 255, or x / 127.5 - 1, computed in float64 and rounded once. */
const values: Record<Scale, Float32Array> = {
  '0..1': Float32Array.from({ length: 256 }, (_, x) => x / 255),
  '-1..1': Float32Array.from({ length: 256 }, (_, x) => x / 127.5 - 1),
}

/**
 * Writes prepared pixels as the float32 tensor the network reads.
 * @param pixels uint8, shape [height, width, channels]
 * @param into receives `pixels.length` values from `offset` on
 * @throws RangeError when they do not fit
 */
export function scalePixels(pixels: Uint8Array, spec: { scale: Scale }, into: Float32Array, offset: number): void {
  if (offset < 0 || offset + pixels.length > into.length)
    throw new RangeError(`${pixels.length} values from ${offset} on do not fit into ${into.length}.`)
  const table = values[spec.scale]
  for (let i = 0; i < pixels.length; i++) into[offset + i] = table[pixels[i]!]!
}

/**
 * Scales some of the pictures that lie in memory one after the other, each as `scalePixels` does.
 * @param pictures uint8, (pictures, …shape)
 * @param size values of one picture
 * @param chosen which pictures; the first `count` of them are written one after the other
 * @param into receives `count * size` values
 */
export function scalePictures(
  pictures: Uint8Array,
  size: number,
  chosen: Uint32Array,
  count: number,
  spec: { scale: Scale },
  into: Float32Array,
): void {
  // What it returns is overwritten at once.
  for (let i = 0; i < count; i++) into[i * size] = touch(pictures, chosen[i]! * size, size)
  const table = values[spec.scale]
  if (size % 4 !== 0 || pictures.byteOffset % 4 !== 0) {
    for (let i = 0; i < count; i++) {
      const from = chosen[i]! * size
      for (let k = 0, to = i * size; k < size; k++, to++) into[to] = table[pictures[from + k]!]!
    }
    return
  }
  // One load for four pixels. Memory that WebAssembly shares with JavaScript is little-endian, and so are these words.
  const words = new Uint32Array(pictures.buffer, pictures.byteOffset, pictures.length >> 2)
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
export function tensorBytes(pixels: Uint8Array, spec: { scale: Scale }): Uint8Array {
  const tensor = new Float32Array(pixels.length)
  scalePixels(pixels, spec, tensor, 0)
  return new Uint8Array(tensor.buffer)
}
