/**
 * A prepared picture as opaque RGBA.
 * @param pixels [height, width, channels] in 0..255, channels 1 (gray) or 3 (RGB)
 */
export function pictureRgba(
  pixels: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(height * width * 4)
  for (let at = 0; at < height * width; at++) {
    for (let axis = 0; axis < 3; axis++) rgba[at * 4 + axis] = pixels[at * channels + (channels === 1 ? 0 : axis)] ?? 0
    rgba[at * 4 + 3] = 255
  }
  return rgba
}
