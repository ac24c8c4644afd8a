import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { expect, onTestFinished, type TestContext } from 'vitest'
import type { Picture } from '../../../src-engine/data/prepare/picture.ts'
import { PrepareSpec, type SplitShares } from '../../../src-engine/spec/data.ts'
import { GlassboxError, type ErrorCode } from '../../../src-main/contract/errors.ts'

export const shares: SplitShares = [0.6, 0.2, 0.2]
export const prepare: PrepareSpec = PrepareSpec.parse({ size: [8, 8] })

/** A picture in which every pixel differs from its neighbours and no symmetry holds. */
export function drawn(width: number, height: number, seed = 0): Picture {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set(
        [(x * 19 + seed * 31) % 256, (y * 23 + seed * 7) % 256, (x * 5 + y * 11 + seed) % 256],
        (y * width + x) * 3,
      )
  return { data, width, height, channels: 3 }
}

export const encoder = ({ data, width, height, channels }: Picture): Sharp =>
  sharp(data, { raw: { width, height, channels } })

export const png = (width: number, height: number, seed = 0): Promise<Buffer> =>
  encoder(drawn(width, height, seed))
    .png()
    .toBuffer()

/** A fresh folder that is removed after the test, with the given files in it. */
export function folderWith(files: Record<string, Uint8Array | string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'glassbox-test-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

/** A folder with `perClass` different pictures in each class. */
export async function classFolders(classes: readonly string[], perClass: number): Promise<string> {
  const files: Record<string, Buffer> = {}
  for (const [c, name] of classes.entries())
    for (let i = 0; i < perClass; i++)
      files[`${name}/${String(i).padStart(3, '0')}.png`] = await png(9, 7, c * 1000 + i)
  return folderWith(files)
}

/** What was thrown, after checking that it is ours, has this code, and says something. */
export async function errorOf(code: ErrorCode, action: Promise<unknown> | (() => unknown)): Promise<GlassboxError> {
  let error: unknown
  try {
    await (typeof action === 'function' ? action() : action)
  } catch (caught) {
    error = caught
  }
  expect(error).toBeInstanceOf(GlassboxError)
  if (!(error instanceof GlassboxError)) throw error
  expect(error.code, error.message).toBe(code)
  expect(error.message.length).toBeGreaterThan(10)
  return error
}

/** A folder of the optional data beside the repository; skips the test, loudly, where it is not there. */
export function sharedData(path: string, context: TestContext): string {
  const folder = resolve(import.meta.dirname, '../../../../shared/data', path)
  if (!existsSync(folder)) {
    console.warn(`skipped: ${context.task.name}: the optional folder ../shared/data/${path} is not there`)
    context.skip()
  }
  return folder
}
