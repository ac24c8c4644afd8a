import type { PictureTrait } from '../../../../src-main/contract/types.ts'

/** What is unusual about a picture file, and what becomes of it. */
export const TRAITS: Record<PictureTrait, string> = {
  rotated: 'stored on its side: turned upright',
  sixteenBit: '16 bits a channel: read as 8',
  cmyk: 'CMYK colours: read as RGB',
  alpha: 'transparent parts: shown over the background',
  animated: 'animated: the first frame counts',
  oneColour: 'one colour only',
  nearlyBlack: 'nearly black',
}
