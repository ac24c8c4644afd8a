#!/usr/bin/env node
// Draws the page's icon in every size that installers want: node build/icons.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'resources', 'icons')
const drawing = readFileSync(join(root, 'src-renderer', 'public', 'icon.svg'))

const ICO = [16, 24, 32, 48, 64, 128, 256]
const LINUX = [16, 32, 48, 64, 128, 256, 512]
const ICNS = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
}

/** The drawing is 32 units wide, at 72 dots an inch. */
const png = (size) =>
  sharp(drawing, { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toBuffer()

mkdirSync(folder, { recursive: true })
for (const size of LINUX) writeFileSync(join(folder, `${size}x${size}.png`), await png(size))
writeFileSync(join(folder, 'icon.ico'), ico(await Promise.all(ICO.map(png))))
const parts = Object.entries(ICNS).map(async ([type, size]) => chunk(type, await png(size)))
writeFileSync(join(folder, 'icon.icns'), chunk('icns', Buffer.concat(await Promise.all(parts))))

/** Windows: a directory of 16 bytes for each picture, then the pictures. */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach((picture, index) => {
    const entry = 6 + 16 * index
    head[entry] = head[entry + 1] = ICO[index] % 256
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(picture.length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += picture.length
  })
  return Buffer.concat([head, ...pictures])
}

/** macOS: four letters, the length with this head, and what belongs to it. */
function chunk(type, content) {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([head, content])
}
