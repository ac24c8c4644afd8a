import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Picture } from '../../../src-engine/data/prepare/picture.ts'
import { decodePicture, displayThumbnail, pictureThumbnail } from '../../../src-main/datasets/decode.ts'
import { THUMBNAIL_SIDE } from '../../../src-main/datasets/display.ts'
import { preparePicture } from '../../../src-main/datasets/prepare-picture.ts'
import { drawn, encoder, errorOf, png, prepare } from './pictures.ts'

const upright = drawn(12, 8)

/** The pixels a camera stores so that EXIF orientation `o` shows `upright`: EXIF 2.3, tag 274. */
function stored(o: number): Picture {
  const { width: w, height: h } = upright
  const turned = o >= 5
  const [width, height] = turned ? [h, w] : [w, h]
  const data = new Uint8Array(w * h * 3)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [right, down] = [w - 1 - x, h - 1 - y]
      const places = [
        [x, y],
        [right, y],
        [right, down],
        [x, down],
        [y, x],
        [y, right],
        [down, right],
        [down, x],
      ] as const
      const [sx, sy] = places[o - 1]!
      data.set(upright.data.subarray((y * w + x) * 3, (y * w + x) * 3 + 3), (sy * width + sx) * 3)
    }
  return { data, width, height, channels: 3 }
}

const largestDifference = (a: Uint8Array, b: Uint8Array): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  let crc = ~0
  for (const byte of body) {
    crc ^= byte
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  const chunk = Buffer.alloc(8 + body.length)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(~crc >>> 0, 4 + body.length)
  return chunk
}

/** A PNG whose header promises more than it holds. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(100))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

describe('decodePicture', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('applies EXIF orientation %i', async (orientation) => {
    const picture = encoder(stored(orientation)).withMetadata({ orientation })
    const expected = (await preparePicture(await encoder(upright).png().toBuffer(), prepare)).prepared.tensorSha256
    for (const lossless of [
      picture.clone().png(),
      picture.clone().webp({ lossless: true }),
      picture.clone().tiff({ compression: 'lzw' }),
    ]) {
      const bytes = await lossless.toBuffer()
      expect(await decodePicture(bytes)).toMatchObject({
        width: 12,
        height: 8,
        channels: 3,
        data: Buffer.from(upright.data),
      })
      expect((await preparePicture(bytes, prepare)).prepared.tensorSha256).toBe(expected)
    }
    const jpeg = await decodePicture(await picture.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer())
    expect([jpeg.width, jpeg.height]).toEqual([12, 8])
    expect(largestDifference(jpeg.data, upright.data)).toBeLessThanOrEqual(4)
  })

  it('reads palettes exactly', async () => {
    const colours = { ...upright, data: upright.data.map((value) => (value > 127 ? 255 : 0)) }
    const { data } = await decodePicture(
      await encoder(colours).png({ palette: true, dither: 0, colours: 8 }).toBuffer(),
    )
    expect(Buffer.from(data)).toEqual(Buffer.from(colours.data))
  })

  it('turns 16-bit pictures into 8 bits', async () => {
    const sixteen = await encoder(upright).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(sixteen).metadata()).depth).toBe('ushort')
    expect((await decodePicture(sixteen)).data).toEqual(Buffer.from(upright.data))
    const gray = await encoder(upright).toColourspace('grey16').png().toBuffer()
    const { data } = await decodePicture(gray)
    expect(data.length).toBe(12 * 8 * 3)
    for (let i = 0; i < data.length; i += 3) expect(data[i] === data[i + 1] && data[i] === data[i + 2]).toBe(true)
  })

  it('gives gray pictures three equal channels', async () => {
    const values = Uint8Array.from({ length: 24 }, (_, i) => i * 10)
    const bytes = await sharp(values, { raw: { width: 6, height: 4, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer()
    expect((await sharp(bytes).metadata()).channels).toBe(1)
    expect([...(await decodePicture(bytes)).data]).toEqual([...values].flatMap((value) => [value, value, value]))
  })

  it('converts CMYK to the colours it stands for', async () => {
    const red = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#e01010' } })
      .toColourspace('cmyk')
      .jpeg({ quality: 100 })
      .toBuffer()
    expect((await sharp(red).metadata()).space).toBe('cmyk')
    const { data, channels } = await decodePicture(red)
    expect(channels).toBe(3)
    expect(data.length).toBe(48)
    expect(data[0]).toBeGreaterThan(180)
    expect(Math.max(data[1]!, data[2]!)).toBeLessThan(80)
  })

  it.each([8, 16])('shows white through transparent parts of %i-bit pictures', async (bits) => {
    const rgba = Uint8Array.from([10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128])
    const picture = sharp(rgba, { raw: { width: 3, height: 1, channels: 4 } })
    const { data } = await decodePicture(
      await (bits === 16 ? picture.toColourspace('rgb16') : picture).png().toBuffer(),
    )
    expect([...data.subarray(0, 6)]).toEqual([10, 20, 30, 255, 255, 255])
    expect(Math.abs(data[6]! - 127)).toBeLessThanOrEqual(1)
  })

  it('takes the first frame of an animation and the first page of a TIFF', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((background) =>
        sharp({ create: { width: 5, height: 4, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    for (const format of ['gif', 'webp', 'tiff'] as const) {
      const animation = await sharp(frames, { join: { animated: true } })
        .toFormat(format, { lossless: true, compression: 'lzw' })
        .toBuffer()
      expect((await sharp(animation).metadata()).pages, format).toBe(2)
      const { width, height, data } = await decodePicture(animation)
      expect([format, width, height, ...data.subarray(0, 3)]).toEqual([format, 5, 4, 255, 0, 0])
    }
  })

  it('reads AVIF', async () => {
    const decoded = await decodePicture(await encoder(drawn(32, 24)).avif({ lossless: true }).toBuffer())
    expect([decoded.format, decoded.width, decoded.height]).toEqual(['avif', 32, 24])
    expect(largestDifference(decoded.data, drawn(32, 24).data)).toBeLessThanOrEqual(8)
  })

  it('converts a colour profile to sRGB', async () => {
    const green = await sharp({ create: { width: 2, height: 2, channels: 3, background: { r: 200, g: 100, b: 50 } } })
      .withIccProfile('p3')
      .png()
      .toBuffer()
    const [r, g, b] = (await decodePicture(green)).data
    expect(Math.max(Math.abs(r! - 200), Math.abs(g! - 100), Math.abs(b! - 50))).toBeLessThanOrEqual(3)
  })

  it('refuses by the header what is too large', async () => {
    const before = process.memoryUsage().rss
    const error = await errorOf('picture/too-large', decodePicture(pngHeader(30_000, 30_000)))
    expect(error.message).toContain('30000 x 30000')
    expect(error.hint).toBeDefined()
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
  })

  it('decodes large pictures one after the other, and goes on after a damaged one', async () => {
    const background = '#204060'
    const large = await sharp({ create: { width: 6000, height: 4100, channels: 3, background } })
      .jpeg()
      .toBuffer()
    const [first, cut, last] = await Promise.allSettled(
      [large, large.subarray(0, 20_000), large].map((bytes) => decodePicture(bytes)),
    )
    expect([first?.status, cut?.status, last?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(last).toMatchObject({ value: { width: 6000, height: 4100 } })
  })

  it('refuses what is empty, damaged or ends early', async () => {
    await errorOf('picture/empty', decodePicture(new Uint8Array(0)))
    await errorOf('picture/damaged', decodePicture(pngHeader(0, 5)))
    const noise = drawn(200, 150)
    for (const format of ['png', 'jpeg', 'webp', 'gif', 'tiff'] as const) {
      const whole = await encoder(noise).toFormat(format).toBuffer()
      expect((await decodePicture(whole)).format).toBe(format)
      await errorOf('picture/damaged', decodePicture(whole.subarray(0, Math.floor(whole.length / 2))))
    }
  })

  it('draws no SVG, whatever it is called', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"><rect width="5" height="5"/></svg>',
    )
    await errorOf('picture/unsupported', decodePicture(svg))
  })
})

describe('thumbnails', () => {
  it('are WebP with a longest side of 160, never enlarged, upright', async () => {
    const wide = await encoder(drawn(400, 100)).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect(await sharp(await pictureThumbnail(wide)).metadata()).toMatchObject({
      format: 'webp',
      width: 40,
      height: THUMBNAIL_SIDE,
    })
    expect(await sharp(await pictureThumbnail(await png(20, 10))).metadata()).toMatchObject({ width: 20, height: 10 })
    expect(await sharp(await displayThumbnail(drawn(320, 640))).metadata()).toMatchObject({
      format: 'webp',
      width: 80,
      height: 160,
    })
  })
})
