import type { PrepareSpec } from '../../spec/data.ts'

/** A rectangle in whole pixels. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Which part of the picture is read, and which part of the tensor it fills. */
export interface Placement {
  from: Box
  to: Box
}

/** A side in whole pixels: rounded, at least 1, at most `limit`. */
const side = (length: number, limit: number): number => Math.min(limit, Math.max(1, Math.round(length)))

/** The box of the given size in the middle of `outer`; an odd remainder goes to the right and to the bottom. */
const centred = (outer: { width: number; height: number }, width: number, height: number): Box => ({
  x: Math.floor((outer.width - width) / 2),
  y: Math.floor((outer.height - height) / 2),
  width,
  height,
})

/**
 * Where a picture goes in a tensor of `size` = [height, width] pixels.
 * - `squash`: the whole picture fills the whole tensor; its proportions change.
 * - `crop`: the largest centred part with the tensor's proportions fills the whole tensor.
 * - `pad`: the whole picture keeps its proportions in the middle of the tensor.
 */
export function placePicture(
  picture: { width: number; height: number },
  size: PrepareSpec['size'],
  fit: PrepareSpec['fit'],
): Placement {
  const { width, height } = picture
  const tensor = { width: size[1], height: size[0] }
  const from = centred(picture, width, height)
  const to = centred(tensor, tensor.width, tensor.height)
  if (fit === 'crop') {
    const scale = Math.min(width / tensor.width, height / tensor.height)
    return { from: centred(picture, side(tensor.width * scale, width), side(tensor.height * scale, height)), to }
  }
  if (fit === 'pad') {
    const scale = Math.min(tensor.width / width, tensor.height / height)
    return { from, to: centred(tensor, side(width * scale, tensor.width), side(height * scale, tensor.height)) }
  }
  return { from, to }
}
