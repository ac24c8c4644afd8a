import { readIdx } from '../../src-engine/data/idx.ts'
import type { Picture } from '../../src-engine/data/prepare/picture.ts'
import { GlassboxError } from '../contract/errors.ts'
import { refuseTooLarge } from './pixel-limit.ts'

/**
 * One gray picture as an IDX file of two dimensions, [height, width]: how pictures of IDX data sets travel alone.
 * @returns 8-bit RGB, all three the gray
 * @throws {GlassboxError} `picture/damaged` or `picture/too-large`
 */
export function decodeIdx(bytes: Uint8Array): Picture {
  const { width, height, values } = grayOf(bytes)
  refuseTooLarge(width, height)
  const data = new Uint8Array(values.length * 3)
  for (let i = 0, at = 0; i < values.length; i++, at += 3) {
    const value = values[i]!
    data[at] = value
    data[at + 1] = value
    data[at + 2] = value
  }
  return { data, width, height, channels: 3 }
}

function grayOf(bytes: Uint8Array): { width: number; height: number; values: Uint8Array } {
  try {
    const { shape, values } = readIdx(bytes, 2)
    const [height = 0, width = 0] = shape
    if (values.length === 0) throw new RangeError('It has no pixels.')
    return { width, height, values }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new GlassboxError('picture/damaged', `The picture cannot be decoded. ${cause.message}`, {
      hint: 'Copy or download it again.',
      cause,
    })
  }
}
