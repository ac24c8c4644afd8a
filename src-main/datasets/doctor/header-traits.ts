import { sharp } from '../sharp.ts'
import type { PictureFormat } from '../sniff.ts'
import { jpegTraits } from './jpeg-traits.ts'
import { pngTraits } from './png-traits.ts'
import type { PictureTrait } from './traits.ts'

/**
 * What the header of a picture that could be decoded says. JPEG and PNG are read here: asking the decoder again would take
 * a tenth of the time that it takes to decode a small one.
 */
export async function headerTraits(bytes: Uint8Array, format: PictureFormat): Promise<PictureTrait[]> {
  if (format === 'jpeg') return jpegTraits(bytes)
  if (format === 'png') return pngTraits(bytes)
  if (format === 'bmp' || format === 'idx') return []
  const {
    orientation = 1,
    depth,
    space,
    hasAlpha,
    pages = 1,
  } = await sharp(bytes, { limitInputPixels: false }).metadata()
  const traits: PictureTrait[] = []
  if (orientation > 1) traits.push('rotated')
  if (depth !== 'uchar') traits.push('sixteenBit')
  if (space === 'cmyk') traits.push('cmyk')
  if (hasAlpha) traits.push('alpha')
  // The pages of a TIFF are no animation, but only the first of them is used, too.
  if (pages > 1) traits.push('animated')
  return traits
}
