import type { PrepareSpec } from '../../spec/data.ts'
import { luma } from './luma.ts'
import type { Picture } from './picture.ts'
import { placePicture } from './placement.ts'
import { resizeRows, type ResizeRows } from './resize.ts'

/** Number of samples of one prepared picture: height * width * channels. */
export function preparedSize(spec: PrepareSpec): number {
  return spec.size[0] * spec.size[1] * (spec.channels === 'gray' ? 1 : 3)
}

/**
 * Turns a decoded picture into the pixels a network sees: placed, resized, made gray and inverted as `spec` says.
 * Import, training, evaluation and classification all use this one function, so they cannot disagree.
 *
 * Inverted, x becomes 255 − x: white is 0 then, and ink on paper is what there is much of.
 * The steps work on unrounded samples and round once, half up. Padding stays 0 after inversion too: it is "nothing" to the
 * network in both cases. A picture that already has the tensor's size passes unchanged.
 *
 * @param picture upright 8-bit sRGB, shape [height, width, 3]
 * @param resize who does the sums; the bits are the same
 * @returns uint8 samples, channels last, shape [size[0], size[1], 1 or 3]: also the format of the cache
 * @throws RangeError when `data` does not hold width * height * 3 samples, or the picture has no pixels
 */
export function preparePixels(picture: Picture, spec: PrepareSpec, resize: ResizeRows = resizeRows): Uint8Array {
  const { data, width, height } = picture
  if (width < 1 || height < 1 || data.length !== width * height * 3)
    throw new RangeError(
      `A picture of ${width} x ${height} pixels needs ${width * height * 3} samples, not ${data.length}.`,
    )
  const channels = spec.channels === 'gray' ? 1 : 3
  const pixels = new Uint8Array(preparedSize(spec))
  const { from, to } = placePicture(picture, spec.size, spec.fit)
  const { invert } = spec
  const round = (value: number): number => Math.floor((invert ? 255 - value : value) + 0.5)
  resize(picture, from, to.width, to.height, (row, y) => {
    const start = ((to.y + y) * spec.size[1] + to.x) * channels
    if (channels === 3) for (let i = 0; i < row.length; i++) pixels[start + i] = round(row[i]!)
    else
      for (let x = 0; x < to.width; x++) pixels[start + x] = round(luma(row[x * 3]!, row[x * 3 + 1]!, row[x * 3 + 2]!))
  })
  return pixels
}
