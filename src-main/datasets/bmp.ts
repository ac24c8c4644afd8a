import type { Picture } from '../../src-engine/data/prepare/picture.ts'
import { GlassboxError } from '../contract/errors.ts'
import { refuseTooLarge } from './pixel-limit.ts'

interface Header {
  width: number
  height: number
  topDown: boolean
  bits: number
  /** Where the colour table starts, its entries, and the bytes of each. */
  palette: { offset: number; entries: number; bytes: number }
  pixels: number
}

/**
 * Decodes an uncompressed Windows or OS/2 bitmap of 1, 4, 8, 24 or 32 bits, stored bottom-up or top-down.
 * The fourth byte of 32-bit pixels is unused in this format and is ignored.
 * Source: Microsoft, "Bitmap Storage" and BITMAPINFOHEADER.
 * @throws {GlassboxError} `picture/unsupported` for compressed ones, `picture/too-large`, `picture/damaged`
 */
export function decodeBmp(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = readHeader(view)
  const { width, height, bits } = header
  refuseTooLarge(width, height)
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  if (header.pixels + rowBytes * height > bytes.length) throw damaged('The file ends before its last pixel.')
  const data = new Uint8Array(width * height * 3)
  const readRow = bits >= 24 ? directRow(bytes, bits / 8) : paletteRow(bytes, header)
  for (let y = 0; y < height; y++) {
    const stored = header.topDown ? y : height - 1 - y
    readRow(header.pixels + stored * rowBytes, data.subarray(y * width * 3, (y + 1) * width * 3))
  }
  return { data, width, height, channels: 3 }
}

function readHeader(view: DataView): Header {
  // Parts of a header that are missing show as a RangeError of the view.
  try {
    const size = view.getUint32(14, true)
    const core = size === 12
    const width = core ? view.getUint16(18, true) : view.getInt32(18, true)
    const height = core ? view.getUint16(20, true) : view.getInt32(22, true)
    const bits = view.getUint16(core ? 24 : 28, true)
    const compression = core ? 0 : view.getUint32(30, true)
    const used = core ? 0 : view.getUint32(46, true)
    if (compression !== 0 || ![1, 4, 8, 24, 32].includes(bits)) {
      throw new GlassboxError(
        'picture/unsupported',
        `This kind of BMP (${bits} bits, compression ${compression}) is not read.`,
        {
          hint: 'Save it as PNG and import it again.',
        },
      )
    }
    if (width < 1 || height === 0) throw damaged('Its size is zero.')
    const entries = bits > 8 ? 0 : Math.min(used || 2 ** bits, 2 ** bits)
    return {
      width,
      height: Math.abs(height),
      topDown: height < 0,
      bits,
      palette: { offset: 14 + size, entries, bytes: core ? 3 : 4 },
      pixels: view.getUint32(10, true),
    }
  } catch (error) {
    if (error instanceof RangeError) throw damaged('The file ends inside its header.')
    throw error
  }
}

type RowReader = (from: number, row: Uint8Array) => void

/** Pixels stored as blue, green, red and, with four bytes, one unused. */
function directRow(bytes: Uint8Array, step: number): RowReader {
  return (from, row) => {
    for (let i = 0, at = from; i < row.length; i += 3, at += step) {
      row[i] = bytes[at + 2]!
      row[i + 1] = bytes[at + 1]!
      row[i + 2] = bytes[at]!
    }
  }
}

/** Pixels stored as indices into the colour table, the leftmost in the highest bits; an index past it is black. */
function paletteRow(bytes: Uint8Array, { bits, palette }: Header): RowReader {
  if (palette.offset + palette.entries * palette.bytes > bytes.length)
    throw damaged('The file ends inside its colour table.')
  const perByte = 8 / bits
  const mask = 2 ** bits - 1
  return (from, row) => {
    for (let x = 0; x * 3 < row.length; x++) {
      const shift = 8 - bits * ((x % perByte) + 1)
      const index = (bytes[from + Math.floor(x / perByte)]! >> shift) & mask
      if (index >= palette.entries) continue
      const colour = palette.offset + index * palette.bytes
      row[x * 3] = bytes[colour + 2]!
      row[x * 3 + 1] = bytes[colour + 1]!
      row[x * 3 + 2] = bytes[colour]!
    }
  }
}

const damaged = (what: string): GlassboxError =>
  new GlassboxError('picture/damaged', `The picture is damaged. ${what}`, { hint: 'Copy or download it again.' })
