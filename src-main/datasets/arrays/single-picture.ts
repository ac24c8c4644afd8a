/* eslint-disable no-control-regex -- the first bytes of files are control characters */
import { readIdx, writeIdx } from '../../../src-engine/data/idx.ts'
import type { Picture } from '../../../src-engine/data/prepare/picture.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { refuseTooLarge } from '../pixel-limit.ts'
import type { ManyPictures } from './many-pictures.ts'

/**
 * How a picture of a file of many travels alone: as an IDX file of shape [height, width] when it is gray, or
 * [height, width, 3]. These are the bytes that its content hash is of.
 * @param values uint8, [height, width, channels]
 */
export function packPicture(
  values: Uint8Array,
  { height, width, channels }: Pick<ManyPictures, 'height' | 'width' | 'channels'>,
): Uint8Array {
  return writeIdx({ shape: channels === 1 ? [height, width] : [height, width, channels], values })
}

/** True for the first bytes of what `packPicture` makes: an IDX file of many gray pictures has no last dimension of 3. */
export const isPackedPicture = (head: string): boolean => /^\0\0\x08(\x02|\x03.{8}\0\0\0\x03)/s.test(head)

/**
 * @param bytes what `packPicture` made
 * @returns 8-bit RGB; all three the gray of a gray one
 * @throws {GlassboxError} `picture/damaged` or `picture/too-large`
 */
export function unpackPicture(bytes: Uint8Array): Picture {
  const { height, width, channels, values } = arrayOf(bytes)
  refuseTooLarge(width, height)
  if (channels === 3) return { data: values.slice(), width, height, channels: 3 }
  const data = new Uint8Array(values.length * 3)
  for (let i = 0, at = 0; i < values.length; i++, at += 3) data.fill(values[i]!, at, at + 3)
  return { data, width, height, channels: 3 }
}

function arrayOf(bytes: Uint8Array): { width: number; height: number; channels: number; values: Uint8Array } {
  try {
    const { shape, values } = readIdx(bytes, bytes[3] === 3 ? 3 : 2)
    const [height = 0, width = 0, channels = 1] = shape
    if (values.length === 0) throw new RangeError('It has no pixels.')
    return { width, height, channels, values }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new GlassboxError('picture/damaged', `The picture cannot be decoded. ${cause.message}`, {
      hint: 'Copy or download it again.',
      cause,
    })
  }
}
