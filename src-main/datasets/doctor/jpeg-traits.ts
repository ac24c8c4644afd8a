import type { PictureTrait } from './traits.ts'

/** Frame headers: C0 to CF without the tables DHT, JPG and DAC. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const APP1 = 0xe1
const START_OF_SCAN = 0xda
const EXIF = 'Exif\0\0'
const ORIENTATION = 0x0112

/**
 * Whether a JPEG is to be shown turned, and whether it holds inks instead of lights.
 * Sources: ITU-T T.81, annex B; EXIF 2.3, section 4.6.
 */
export function jpegTraits(bytes: Uint8Array): PictureTrait[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let [rotated, cmyk] = [false, false]
  for (let at = 2; at + 4 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) break
    const marker = view.getUint8(at + 1)
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === START_OF_SCAN) break
    const length = view.getUint16(at + 2)
    const segment = new DataView(
      view.buffer,
      view.byteOffset + at + 4,
      Math.max(0, Math.min(length - 2, view.byteLength - at - 4)),
    )
    if (marker === APP1 && orientationOf(segment) > 1) rotated = true
    if (isFrame(marker)) cmyk = segment.byteLength > 5 && segment.getUint8(5) === 4
    at += 2 + length
  }
  return [...(rotated ? (['rotated'] as const) : []), ...(cmyk ? (['cmyk'] as const) : [])]
}

/** Of an EXIF segment; 1, upright, where it says nothing. */
function orientationOf(segment: DataView): number {
  if (segment.byteLength < 14) return 1
  if ([...EXIF].some((letter, i) => segment.getUint8(i) !== letter.charCodeAt(0))) return 1
  const tiff = new DataView(segment.buffer, segment.byteOffset + EXIF.length, segment.byteLength - EXIF.length)
  const little = tiff.getUint16(0) === 0x4949
  const directory = tiff.getUint32(4, little)
  if (directory + 2 > tiff.byteLength) return 1
  const count = tiff.getUint16(directory, little)
  for (let entry = 0; entry < count; entry++) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.byteLength) return 1
    if (tiff.getUint16(at, little) === ORIENTATION) return tiff.getUint16(at + 8, little)
  }
  return 1
}
