import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { decodePicture } from '../../../../src-main/datasets/decode.ts'
import { grayView } from '../../../../src-main/datasets/doctor/gray-view.ts'
import { perceptualHash } from '../../../../src-main/datasets/doctor/perceptual-hash.ts'
import { pictureFacts } from '../../../../src-main/datasets/doctor/picture-facts.ts'
import { drawn, encoder } from '../pictures.ts'

const traitsOf = async (bytes: Buffer): Promise<string[]> =>
  (await pictureFacts(bytes, await decodePicture(bytes))).traits
const picture = (width = 40, height = 30): Sharp => encoder(drawn(width, height))
const filled = (colour: { r: number; g: number; b: number }, size = 40): Sharp =>
  sharp({ create: { width: size, height: size, channels: 3, background: colour } })

test('the view is the mean of equal parts, whatever the size', () => {
  const picture = drawn(64, 32)
  const view = grayView(picture)
  const luma = (x: number, y: number): number => {
    const at = (y * 64 + x) * 3
    return 0.299 * picture.data[at]! + 0.587 * picture.data[at + 1]! + 0.114 * picture.data[at + 2]!
  }
  for (const [x, y] of [
    [0, 0],
    [31, 31],
    [7, 20],
  ] as const)
    expect(view[y * 32 + x]).toBeCloseTo((luma(2 * x, y) + luma(2 * x + 1, y)) / 2, 3)
  // Lines that lie in two parts count for both, by how much of them lies there; a third of them here.
  const wide = grayView({
    data: Uint8Array.from({ length: 48 * 3 }, (_, i) => (Math.floor(i / 3) % 3) * 90),
    width: 48,
    height: 1,
    channels: 3,
  })
  expect([...wide.subarray(0, 2)].map((value) => Math.round(value))).toEqual([30, 150])
  // A picture smaller than its view is enlarged, a large one is sampled.
  expect(
    new Set(grayView({ data: new Uint8Array(3).fill(77), width: 1, height: 1, channels: 3 }).map(Math.round)),
  ).toEqual(new Set([77]))
  const large = grayView({ data: new Uint8Array(3 * 700 * 400).fill(120), width: 700, height: 400, channels: 3 })
  expect(Math.min(...large)).toBeCloseTo(120, 2)
  expect(Math.max(...large)).toBeCloseTo(120, 2)
})

test('a hash is the signs of the lowest frequencies', () => {
  // One cosine alone, of frequency 3 across and 2 down: its coefficient is positive, its neighbours are 0.
  const wave = Float32Array.from({ length: 1024 }, (_, i) => {
    const [x, y] = [i % 32, Math.floor(i / 32)]
    return 100 + 50 * Math.cos(((2 * x + 1) * 3 * Math.PI) / 64) * Math.cos(((2 * y + 1) * 2 * Math.PI) / 64)
  })
  const bit = BigInt(`0x${perceptualHash(wave)}`) >> BigInt(63 - (1 * 8 + 2))
  expect(bit & 1n).toBe(1n)
  const dark = wave.map((value) => 200 - value)
  expect((BigInt(`0x${perceptualHash(dark)}`) >> BigInt(63 - 10)) & 1n).toBe(0n)
  expect(perceptualHash(wave)).toMatch(/^[0-9a-f]{16}$/)
})

test('a hash hardly changes when a picture is saved anew, and turns over in known bits in a mirror', async () => {
  const waves = Buffer.from(
    Array.from({ length: 96 * 96 * 3 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % 96, Math.floor(i / 288)]
      return Math.round(128 + 60 * Math.sin(x / 17 + y / 31) + 50 * Math.cos(y / 11 - (x * x) / 900))
    }),
  )
  const original = sharp(waves, { raw: { width: 96, height: 96, channels: 3 } })
  const hashOf = async (bytes: Buffer): Promise<bigint> =>
    BigInt(`0x${(await pictureFacts(bytes, await decodePicture(bytes))).perceptualHash}`)
  const differing = (a: bigint, b: bigint): number => (a ^ b).toString(2).replaceAll('0', '').length
  const hash = await hashOf(await original.clone().png().toBuffer())
  expect(differing(hash, await hashOf(await original.clone().jpeg({ quality: 60 }).toBuffer()))).toBeLessThan(5)
  expect(differing(hash, await hashOf(await original.clone().resize(70, 70).png().toBuffer()))).toBeLessThan(5)
  const mirrored = await hashOf(await original.clone().flop().png().toBuffer())
  expect(differing(hash, mirrored)).toBeGreaterThan(20)
  expect(differing(hash, mirrored ^ 0xaaaaaaaaaaaaaaaan)).toBeLessThan(3)
})

test.each([
  ['an upright JPEG', () => picture().jpeg(), []],
  ['a turned JPEG', () => picture().withMetadata({ orientation: 6 }).jpeg(), ['rotated']],
  ['a JPEG in CMYK', () => picture().toColourspace('cmyk').jpeg(), ['cmyk']],
  ['a PNG', () => picture().png(), []],
  ['a PNG with a palette', () => picture().png({ palette: true }), []],
  ['a PNG of 16 bits', () => picture().toColourspace('rgb16').png(), ['sixteenBit']],
  ['a PNG with transparency', () => picture().ensureAlpha(0.5).png(), ['alpha']],
  ['a WebP with transparency', () => picture().ensureAlpha(0.5).webp(), ['alpha']],
  ['a TIFF that is turned', () => picture().withMetadata({ orientation: 8 }).tiff(), ['rotated']],
  ['a GIF', () => picture().gif(), []],
  ['one colour', () => filled({ r: 20, g: 120, b: 200 }).jpeg({ quality: 60 }), ['oneColour']],
  ['black', () => filled({ r: 0, g: 0, b: 0 }).png(), ['oneColour']],
  [
    'a dark room',
    () =>
      sharp(Buffer.from(Array.from({ length: 4800 }, (_, i) => (i * 7) % 20)), {
        raw: { width: 40, height: 40, channels: 3 },
      }).png(),
    ['nearlyBlack'],
  ],
] as const)('traits of %s', async (_, make, traits) => {
  expect(await traitsOf(await make().toBuffer())).toEqual(traits)
})

test('an animation says so', async () => {
  const frames = await sharp(
    [await picture().png().toBuffer(), await filled({ r: 1, g: 99, b: 1 }, 40).resize(40, 30).png().toBuffer()],
    { join: { animated: true } },
  )
    .gif()
    .toBuffer()
  expect(await traitsOf(frames)).toContain('animated')
})

test('thin bright strokes on black are a picture', async () => {
  const data = Buffer.alloc(40 * 40 * 3)
  for (let y = 10; y < 30; y++) data.fill(255, (y * 40 + 20) * 3, (y * 40 + 21) * 3)
  expect(
    await traitsOf(
      await sharp(data, { raw: { width: 40, height: 40, channels: 3 } })
        .png()
        .toBuffer(),
    ),
  ).toEqual([])
})
