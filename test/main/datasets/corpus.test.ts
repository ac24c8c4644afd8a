import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { preparedSize } from '../../../src-engine/data/prepare/prepare.ts'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import { decodePicture } from '../../../src-main/datasets/decode.ts'
import { preparePicture } from '../../../src-main/datasets/prepare-picture.ts'
import { drawn, encoder, prepare, sharedData } from './pictures.ts'

/** What became of every file when it was last looked at; a change has to be meant. */
const outcomes = JSON.parse(readFileSync(join(import.meta.dirname, 'corpus-outcomes.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>

/** Decodes a file: `ok`, or the code it was refused with. Any other error fails the test. */
async function verdict(file: string): Promise<string> {
  try {
    const { prepared } = await preparePicture(readFileSync(file), prepare)
    expect(prepared.pixels.length).toBe(192)
    return 'ok'
  } catch (error) {
    if (!(error instanceof GlassboxError)) throw error
    expect(error.code).toMatch(/^picture\//)
    return error.code
  }
}

describe('pictures made to break decoders', () => {
  it('get the verdict they should', async (context) => {
    const folder = sharedData('corpus-bad', context)
    const lines = readFileSync(join(folder, 'synthetic.EXPECTED.csv'), 'utf8').trim().split('\n').slice(1)
    expect(lines.length).toBeGreaterThan(25)
    for (const line of lines) {
      const [file, expected] = line.split(',')
      const got = await verdict(join(folder, 'synthetic', file!))
      if (expected === 'ok') expect([file, got]).toEqual([file, 'ok'])
      else if (expected !== 'either') expect([file, got]).not.toEqual([file, 'ok'])
    }
  })

  it('stand upright with the red block at the top left, for EXIF 5, 7 and 8', async (context) => {
    const folder = sharedData('corpus-bad/synthetic', context)
    for (const orientation of [5, 7, 8]) {
      const { data, width, height } = await decodePicture(
        readFileSync(join(folder, `exif-orientation-${orientation}.jpg`)),
      )
      expect([width, height]).toEqual([160, 120])
      const [red, green, blue] = data.subarray((15 * 160 + 20) * 3)
      expect(red! > 240 && green! < 15 && blue! < 15).toBe(true)
    }
  })

  it.for(['synthetic', 'pngsuite', 'image-rs'] as const)(
    'come to the recorded end, each of them: %s',
    async (name, context) => {
      const folder = sharedData(`corpus-bad/${name}`, context)
      const got: Record<string, string> = {}
      const peak = process.resourceUsage().maxRSS
      for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
        if (statSync(join(folder, path)).isFile()) got[path] = await verdict(join(folder, path))
      expect(got).toEqual(outcomes[name])
      // Pictures that claim to be huge are refused from their header: nothing near their size is ever allocated.
      expect(process.resourceUsage().maxRSS - peak).toBeLessThan(400_000)
    },
  )
})

/** Preparations at the ends of what can be asked for. */
const EXTREMES: readonly Partial<PrepareSpec>[] = [
  { size: [1, 1] },
  { size: [1024, 1024], channels: 'gray' },
  { size: [1, 1024], fit: 'pad', invert: true },
  { size: [3, 2], fit: 'crop', scale: '-1..1' },
  { size: [16, 16], fit: 'pad', invert: true, background: '#000000' },
]

describe('preparations at the limit', () => {
  it('take pictures of any ratio, depth and transparency', async () => {
    const wide = await encoder(drawn(20_000, 2)).png().toBuffer()
    const high = await encoder(drawn(1, 9000)).png().toBuffer()
    const deep = await encoder(drawn(30, 20)).toColourspace('rgb16').png().toBuffer()
    const clear = await encoder(drawn(30, 20)).ensureAlpha(0).png().toBuffer()
    for (const changes of EXTREMES)
      for (const bytes of [wide, high, deep, clear]) {
        const spec = PrepareSpec.parse(changes)
        const { prepared } = await preparePicture(bytes, spec)
        expect(prepared.pixels.length).toBe(preparedSize(spec))
        expect(prepared.tensorSha256).toMatch(/^[0-9a-f]{64}$/)
      }
  })

  it('show the background where nothing is opaque, and nothing around what is padded', async () => {
    const clear = await encoder(drawn(40, 20)).ensureAlpha(0).png().toBuffer()
    const seen = async (changes: object): Promise<number[]> => [
      ...(await preparePicture(clear, PrepareSpec.parse({ size: [4, 4], channels: 'gray', ...changes }))).prepared
        .pixels,
    ]
    expect(await seen({})).toEqual(new Array(16).fill(255))
    expect(await seen({ background: '#000000' })).toEqual(new Array(16).fill(0))
    expect(await seen({ background: '#336699', invert: true })).toEqual(new Array(16).fill(255 - 93))
    const bar = (inside: number): number[] =>
      [0, inside, inside, 0].flatMap((value) => new Array<number>(4).fill(value))
    expect(await seen({ fit: 'pad' })).toEqual(bar(255))
    // White paper becomes 0, and so does what is around it; ink would be what is seen.
    expect(await seen({ fit: 'pad', invert: true })).toEqual(bar(0))
    expect(await seen({ fit: 'pad', invert: true, background: '#000000' })).toEqual(bar(255))
  })
})
