import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { App } from '../../../src-main/app/app.ts'
import { importFolder, openApp, smallConfig, trainToEnd } from '../support/app.ts'
import { stripes, stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function trained(app: App, folder: string, classes = 2): Promise<{ runId: string; source: string }> {
  const source = await importFolder(app, folder)
  const { runId, error } = await trainToEnd(app, smallConfig(source, { classes }))
  expect(error).toBeNull()
  return { runId, source }
}

test('classify agrees with evaluate on the test pictures, bit for bit, by path and as bytes', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 30)
  const { runId } = await trained(app, folder)
  const { items, metrics, confusion } = await app.invoke('runs/evaluate', { id: runId, split: 'test' })
  expect(items.length).toBeGreaterThan(5)
  expect(confusion.flat().reduce((sum, count) => sum + count)).toBe(items.length)
  const right = items.filter(({ label, top }) => top[0]?.label === label).length
  expect(metrics).toMatchObject({ accuracy: right / items.length, count: items.length })

  const byPath = await app.invoke('classify/pictures', {
    runId,
    pictures: items.map(({ file }) => ({ path: join(folder, file) })),
  })
  const uploads = await Promise.all(
    items.map(async ({ file }) => ({ name: file, bytes: new Uint8Array(await readFile(join(folder, file))) })),
  )
  const byBytes = await app.invoke('classify/pictures', { runId, pictures: uploads })
  for (const [index, { tensorSha256, top }] of items.entries()) {
    expect(byPath[index]).toMatchObject({ tensorSha256, top })
    expect(byBytes[index]).toMatchObject({ tensorSha256, top })
  }
})

test('the tensor of every kind of picture is the same at training and when classifying', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 4)
  const picture = sharp(await stripes('bars', 99, 40))
  await mkdir(join(folder, 'kinds'))
  const kinds: Record<string, Buffer> = {
    'gray.png': await picture.clone().grayscale().png().toBuffer(),
    '16-bit.png': await picture.clone().toColourspace('rgb16').png().toBuffer(),
    'alpha.png': await picture.clone().ensureAlpha(0.4).png().toBuffer(),
    'cmyk.jpg': await picture.clone().toColourspace('cmyk').jpeg().toBuffer(),
    'palette.gif': await picture.clone().gif().toBuffer(),
    'lossy.webp': await picture.clone().webp().toBuffer(),
    'tiff.tiff': await picture.clone().tiff().toBuffer(),
  }
  for (let orientation = 1; orientation <= 8; orientation++)
    kinds[`exif-${orientation}.jpg`] = await sharp(await stripes('lines', orientation, 30))
      .withMetadata({ orientation })
      .jpeg()
      .toBuffer()
  for (const [name, bytes] of Object.entries(kinds)) await writeFile(join(folder, 'kinds', name), bytes)

  const { runId, source } = await trained(app, folder, 3)
  let compared = 0
  for (const split of ['train', 'validation', 'test'] as const) {
    const evaluated = await app.invoke('runs/evaluate', { id: runId, split })
    for (const { file, tensorSha256 } of evaluated.items) {
      const bytes = new Uint8Array(await readFile(join(folder, file)))
      const [byPath] = await app.invoke('classify/pictures', { runId, pictures: [{ path: join(folder, file) }] })
      const [byBytes] = await app.invoke('classify/pictures', { runId, pictures: [{ name: 'upload', bytes }] })
      expect(byPath, file).toMatchObject({ tensorSha256 })
      expect(byBytes, file).toMatchObject({ tensorSha256 })
      compared++
    }
  }
  expect(compared).toBe(8 + Object.keys(kinds).length)
  expect((await app.invoke('datasets/get', { id: source })).skippedCount).toBe(0)
})
