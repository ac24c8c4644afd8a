import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { importFolder, openApp } from '../support/app.ts'
import { quarter, quartersFolder } from '../support/idx.ts'
import { stripes, stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('an original comes upright as a WebP of at most 1600 pixels, never as the file itself', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 3)
  const large = sharp(await stripes('bars', 7, 40)).resize(2000, 1000)
  await mkdir(join(folder, 'large'))
  // What a camera writes beside the pixels must not reach a page.
  const exif = { IFD0: { Artist: 'somebody' } }
  await writeFile(
    join(folder, 'large', 'a.jpg'),
    await large.withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  )
  const id = await importFolder(app, folder)
  const { items } = await app.invoke('datasets/items', { id })
  const get = (position: number) => app.fetch(new Request(`http://127.0.0.1/originals/${id}/${position}`))

  const upright = items.find(({ path }) => path === 'large/a.jpg')!
  const response = await get(upright.position)
  expect(response.headers.get('content-type')).toBe('image/webp')
  expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
  const metadata = await sharp(await response.arrayBuffer()).metadata()
  expect(metadata).toMatchObject({ format: 'webp', width: 800, height: 1600 })
  expect(metadata.exif).toBeUndefined()
  const small = items.find(({ path }) => path.startsWith('bars'))!
  expect(await sharp(await (await get(small.position)).arrayBuffer()).metadata()).toMatchObject({
    width: 24,
    height: 24,
  })

  await appendFile(join(folder, small.path), 'x')
  expect(await (await get(small.position)).json()).toMatchObject({ code: 'dataset/changed' })
  await rm(join(folder, small.path))
  expect((await get(small.position)).status).toBe(404)
  expect((await get(items.length)).status).toBe(404)
})

test('pictures of IDX files have originals too', async () => {
  const app = await openApp()
  const id = await importFolder(app, await quartersFolder(await temporaryFolder()))
  const response = await app.fetch(new Request(`http://127.0.0.1/originals/${id}/42`))
  const { data, info } = await sharp(await response.arrayBuffer())
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([8, 8])
  for (const [i, value] of quarter(2, 1002).entries())
    expect(Math.abs((data[i * info.channels] ?? 0) - value)).toBeLessThan(48)
})
