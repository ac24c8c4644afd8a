import { npyNumbers, type NpyArray } from '../../../../src-engine/data/npy.ts'
import type { ManyPictures } from '../many-pictures.ts'

/** How numbers become bytes: those of 0..1 are multiplied by 255, those of 0..255 are rounded. */
export type PixelRange = '0..1' | '0..255'

/** Where a value of a picture lies: strides in values along pictures, rows, columns and channels. */
interface Places extends Pick<ManyPictures, 'count' | 'height' | 'width' | 'channels'> {
  readonly strides: readonly [number, number, number, number]
}

/**
 * What the numbers of a picture array range over.
 * @throws {RangeError} for numbers that are no pixels: below 0, above 255, not a number
 */
export function pixelRange(array: NpyArray): PixelRange {
  if (array.kind === 'b') return '0..1'
  if (array.kind === 'u' && array.size === 1) return '0..255'
  const read = npyNumbers(array)
  const count = array.bytes.length / array.size
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < count; i++) {
    const value = read(i)
    if (!Number.isFinite(value)) throw new RangeError('It holds values that are no finite numbers.')
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low < 0 || high > 255)
    throw new RangeError(`Its values go from ${short(low)} to ${short(high)}; pictures have 0 to 255, or 0 to 1.`)
  return array.kind === 'f' && high <= 1 ? '0..1' : '0..255'
}

const short = (value: number): string => String(Number(value.toPrecision(4)))

/**
 * An array as pictures: (count, height, width), or with channels behind or before the pixels. Nothing is copied until a
 * picture is asked for.
 * @throws {RangeError} for shapes that are no pictures
 */
export function toPictures(array: NpyArray, range: PixelRange): ManyPictures {
  const { strides, ...size } = placesOf(array)
  const [perPicture, perRow, perColumn, perChannel] = strides
  const { height, width, channels } = size
  const length = height * width * channels
  const inOrder = perChannel === 1 && perColumn === channels && perRow === channels * width && perPicture === length
  if (inOrder && array.size === 1 && range === '0..255' && array.kind === 'u')
    return { ...size, picture: (index) => array.bytes.subarray(index * length, (index + 1) * length) }
  const read = npyNumbers(array)
  const factor = range === '0..1' ? 255 : 1
  function picture(index: number): Uint8Array {
    const values = new Uint8Array(length)
    let at = 0
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const from = index * perPicture + y * perRow + x * perColumn
        for (let c = 0; c < channels; c++) values[at++] = Math.round(read(from + c * perChannel) * factor)
      }
    return values
  }
  return { ...size, picture }
}

function placesOf({ shape, fortranOrder }: NpyArray): Places {
  const strides = shape.map((_, axis) =>
    (fortranOrder ? shape.slice(0, axis) : shape.slice(axis + 1)).reduce((product, length) => product * length, 1),
  )
  const along = (axis: number): number => strides[axis] ?? 0
  const [count = 0, a = 0, b = 0, c = 0] = shape
  if (shape.length === 3) return { count, height: a, width: b, channels: 1, strides: [along(0), along(1), along(2), 1] }
  if (shape.length === 4 && isChannels(c))
    return { count, height: a, width: b, channels: c, strides: [along(0), along(1), along(2), along(3)] }
  if (shape.length === 4 && isChannels(a))
    return { count, height: b, width: c, channels: a, strides: [along(0), along(2), along(3), along(1)] }
  throw new RangeError(whyNot(shape))
}

const isChannels = (length: number): length is 1 | 3 => length === 1 || length === 3

function whyNot(shape: readonly number[]): string {
  const is = `It has the shape (${shape.join(', ')})`
  if (shape.length === 2)
    return `${is}: rows of numbers. For pictures reshape it to (count, height, width) before it is saved; a table is read from a CSV file.`
  if (shape.length === 4)
    return `${is}; pictures have one channel or three. Leave the alpha channel out before it is saved.`
  return `${is}; pictures have the shape (count, height, width) or (count, height, width, 3).`
}
