import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodePicture } from '../../../src-main/datasets/decode.ts'
import { stripes } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

const decodeFile = join(import.meta.dirname, '../../../src-main/datasets/decode.ts')
const gobject = ['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu/libgobject-2.0.so.0`).find(existsSync)
if (!gobject) console.warn('SKIPPED: this system has no libgobject-2.0 to decode a picture beside')

test.skipIf(!gobject)(
  'decodes beside a GLib of the system, as Electron for Linux loads it, to the same pixels',
  async () => {
    const picture = await stripes('bars', 1)
    const folder = await temporaryFolder()
    const program = join(folder, 'decode.mjs')
    await writeFile(join(folder, 'picture.png'), picture)
    await writeFile(
      program,
      `import { readFileSync } from 'node:fs'
      import { decodePicture } from ${JSON.stringify(decodeFile)}
      const { data } = await decodePicture(readFileSync(new URL('picture.png', import.meta.url)))
      process.stdout.write(Buffer.from(data).toString('base64'))`,
    )
    const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
      encoding: 'utf8',
      timeout: 30_000,
      env: { LD_PRELOAD: gobject },
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { data } = await decodePicture(picture)
    expect(stdout).toBe(Buffer.from(data).toString('base64'))
  },
)
