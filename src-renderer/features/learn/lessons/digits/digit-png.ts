import { pictureRgba } from '../../../../canvas/pixels.ts'

/** A grey picture of so many pixels a side as the bytes of a PNG file. @param pixels (side, side) samples */
export async function digitPng(pixels: Uint8Array, side: number): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(side, side)
  canvas.getContext('2d')?.putImageData(new ImageData(pictureRgba(pixels, [side, side, 1]), side, side), 0, 0)
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await blob.arrayBuffer())
}
