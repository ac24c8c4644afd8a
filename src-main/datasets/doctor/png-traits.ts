import type { PictureTrait } from './traits.ts'

const SIGNATURE = 8
const GRAY_WITH_ALPHA = 4
const RGB_WITH_ALPHA = 6

/**
 * What the chunks before the pixels of a PNG say: 16 bits a sample, transparency, an animation.
 * Source: W3C, Portable Network Graphics (third edition), sections 11.2.1, 11.3.1.1 and 11.3.6.1.
 */
export function pngTraits(bytes: Uint8Array): PictureTrait[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const traits = new Set<PictureTrait>()
  for (let at = SIGNATURE; at + 12 <= view.byteLength;) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (type === 'IDAT') break
    if (type === 'IHDR' && at + 18 <= view.byteLength) {
      const colour = view.getUint8(at + 17)
      if (view.getUint8(at + 16) === 16) traits.add('sixteenBit')
      if (colour === GRAY_WITH_ALPHA || colour === RGB_WITH_ALPHA) traits.add('alpha')
    }
    if (type === 'tRNS') traits.add('alpha')
    if (type === 'acTL') traits.add('animated')
    at += 12 + length
  }
  return [...traits]
}
