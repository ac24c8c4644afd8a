import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'

const SIDE = 16
const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

const header = Buffer.alloc(13)
header.writeUInt32BE(SIDE, 0)
header.writeUInt32BE(SIDE, 4)
header.set([8, 0, 0, 0, 0], 8) // 8-bit gray
const [IHDR, IEND] = [chunk('IHDR', header), chunk('IEND', new Uint8Array(0))]

/** A gray PNG of 16×16 pixels, another one for every number; written without an encoder, which would take longer. */
export function smallPng(number: number): Buffer {
  const rows = Buffer.alloc(SIDE * (SIDE + 1), 128)
  for (let bit = 0; bit < 32; bit++) rows.fill((number >>> bit) & 1 ? 250 : 5, 2 + bit * 8, 8 + bit * 8)
  // Every row begins with its filter: none.
  for (let y = 0; y < SIDE; y++) rows[y * (SIDE + 1)] = 0
  return Buffer.concat([SIGNATURE, IHDR, chunk('IDAT', deflateSync(rows, { level: 1 })), IEND])
}

/** So many small pictures, no two of them the same. @param pathOf where each goes below the root */
export function writeManyPictures(root: string, count: number, pathOf: (number: number) => string): void {
  const made = new Set<string>()
  for (let number = 0; number < count; number++) {
    const file = join(root, pathOf(number))
    const folder = dirname(file)
    if (!made.has(folder)) mkdirSync(folder, { recursive: true })
    made.add(folder)
    writeFileSync(file, smallPng(number))
  }
}
