import type { Picture } from '../../src-engine/data/prepare/picture.ts'

const HEADER = 54

/** An uncompressed Windows bitmap of 24 bits, bottom-up; `decodeBmp` and every browser read it. */
export function writeBmp({ data, width, height }: Picture): Uint8Array {
  const rowBytes = Math.ceil((width * 3) / 4) * 4
  const bytes = new Uint8Array(HEADER + rowBytes * height)
  const view = new DataView(bytes.buffer)
  bytes.set([0x42, 0x4d])
  view.setUint32(2, bytes.length, true)
  view.setUint32(10, HEADER, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, width, true)
  view.setInt32(22, height, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, 24, true)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3
      // Blue comes first.
      bytes.set([data[from + 2]!, data[from + 1]!, data[from]!], HEADER + (height - 1 - y) * rowBytes + x * 3)
    }
  return bytes
}
