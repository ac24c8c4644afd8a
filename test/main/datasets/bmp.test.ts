import { describe, expect, it } from 'vitest'
import { decodeBmp } from '../../../src-main/datasets/bmp.ts'
import { decodePicture, pictureThumbnail } from '../../../src-main/datasets/decode.ts'
import { drawn, errorOf } from './pictures.ts'

interface Options {
  bits: number
  topDown?: boolean
  core?: boolean
  compression?: number
}

const palette = Array.from({ length: 256 }, (_, i) => [(i * 37) % 256, (i * 59) % 256, (i * 83) % 256] as const)

/** Encodes pixels (24 and 32 bits) or palette indices (1, 4 and 8 bits) as a bitmap. */
function bmp(
  width: number,
  height: number,
  values: (x: number, y: number) => readonly number[],
  options: Options,
): Buffer {
  const { bits, topDown = false, core = false, compression = 0 } = options
  const entries = bits <= 8 ? 2 ** bits : 0
  const headerSize = core ? 12 : 40
  const start = 14 + headerSize + entries * (core ? 3 : 4)
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  const file = Buffer.alloc(start + rowBytes * height)
  file.write('BM')
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(start, 10)
  file.writeUInt32LE(headerSize, 14)
  if (core) {
    for (const [i, value] of [width, height, 1, bits].entries()) file.writeUInt16LE(value, 18 + 2 * i)
  } else {
    file.writeInt32LE(width, 18)
    file.writeInt32LE(topDown ? -height : height, 22)
    file.writeUInt16LE(1, 26)
    file.writeUInt16LE(bits, 28)
    file.writeUInt32LE(compression, 30)
  }
  for (let i = 0; i < entries; i++) file.set([...palette[i]!].reverse(), 14 + headerSize + i * (core ? 3 : 4))
  for (let y = 0; y < height; y++) {
    const row = start + (topDown ? y : height - 1 - y) * rowBytes
    for (let x = 0; x < width; x++) {
      const value = values(x, y)
      if (bits >= 24) file.set([...value].reverse(), row + (x * bits) / 8)
      else file[row + Math.floor((x * bits) / 8)]! |= value[0]! << (8 - bits - ((x * bits) % 8))
    }
  }
  return file
}

const picture = drawn(7, 5)
const pixel = (x: number, y: number): number[] => [...picture.data.subarray((y * 7 + x) * 3, (y * 7 + x) * 3 + 3)]

describe('decodeBmp', () => {
  it.each([24, 32])('reads %i bits, bottom-up and top-down', (bits) => {
    for (const topDown of [false, true]) expect(decodeBmp(bmp(7, 5, pixel, { bits, topDown }))).toEqual(picture)
  })

  it.each([1, 4, 8])('reads %i bits with a colour table', (bits) => {
    const index = (x: number, y: number): number => (x * 3 + y * 5) % 2 ** bits
    for (const core of [false, true]) {
      const { data, width, height } = decodeBmp(bmp(7, 5, (x, y) => [index(x, y)], { bits, core }))
      expect([width, height]).toEqual([7, 5])
      expect([...data]).toEqual(Array.from({ length: 35 }, (_, i) => palette[index(i % 7, Math.floor(i / 7))]!).flat())
    }
  })

  it('is found by content and can be shown', async () => {
    const file = bmp(7, 5, pixel, { bits: 24 })
    expect(await decodePicture(file)).toEqual({ ...picture, format: 'bmp' })
    expect((await pictureThumbnail(file)).length).toBeGreaterThan(20)
  })

  it('refuses what it does not read, what ends early and what is too large', async () => {
    await errorOf('picture/unsupported', () => decodeBmp(bmp(7, 5, () => [0], { bits: 8, compression: 1 })))
    await errorOf('picture/unsupported', () => decodeBmp(bmp(7, 5, () => [0], { bits: 16 })))
    const whole = bmp(7, 5, pixel, { bits: 24 })
    for (const length of [16, 30, whole.length - 1])
      await errorOf('picture/damaged', () => decodeBmp(whole.subarray(0, length)))
    const zero = Buffer.from(whole)
    zero.writeInt32LE(0, 22)
    await errorOf('picture/damaged', () => decodeBmp(zero))
    const bomb = Buffer.from(whole)
    bomb.writeInt32LE(30_000, 18)
    bomb.writeInt32LE(30_000, 22)
    await errorOf('picture/too-large', () => decodeBmp(bomb))
  })
})
