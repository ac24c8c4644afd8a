import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import { decodePicture } from '../../../src-main/datasets/decode.ts'
import { preparePicture } from '../../../src-main/datasets/prepare-picture.ts'
import { prepare, sharedData } from './pictures.ts'

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

  it.for(['pngsuite', 'image-rs'])('never crash: %s', async (name, context) => {
    const folder = sharedData(`corpus-bad/${name}`, context)
    const verdicts = new Map<string, number>()
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const file = join(folder, path)
      if (!statSync(file).isFile()) continue
      const got = await verdict(file)
      verdicts.set(got, (verdicts.get(got) ?? 0) + 1)
    }
    expect(verdicts.get('ok')).toBeGreaterThan(50)
  })
})
