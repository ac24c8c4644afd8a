const ALLOWED = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH'])
/** Bits of VP8X that announce a colour profile, EXIF, XMP or an animation. */
const MORE = 0b0010_1110

/** Whether bytes are a WebP of one picture with nothing beside it: no EXIF, no XMP, no colour profile, no animation. */
export function isBareWebp(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < 20 || name(0) !== 'RIFF' || name(8) !== 'WEBP') return false
  if (view.getUint32(4, true) + 8 !== bytes.length) return false
  let at = 12
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at + 4, true)
    if (!ALLOWED.has(name(at))) return false
    if (name(at) === 'VP8X' && ((bytes[at + 8] ?? 0xff) & MORE) !== 0) return false
    at += 8 + size + (size % 2) // chunks begin at even places
  }
  return at === bytes.length
}
