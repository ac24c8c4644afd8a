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
 * The bytes of the float32 tensor, little-endian on every machine. Their SHA-256 is a picture's `tensorSha256`: equal
 * wherever the picture was prepared.
 */
export function tensorBytes(pixels: Uint8Array, spec: { scale: Scale }): Uint8Array {
  const bytes = new Uint8Array(pixels.length * 4)
  const view = new DataView(bytes.buffer)
  const table = values[spec.scale]
  for (let i = 0; i < pixels.length; i++) view.setFloat32(i * 4, table[pixels[i]!]!, true)
  return bytes
}
