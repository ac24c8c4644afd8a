import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DatasetSummary, SkippedFile } from '../../../src-main/contract/types.ts'
import { glassbox } from '../support/glassbox.ts'
import { quartersFolder } from '../support/idx.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

type Shown = DatasetSummary & { skipped: SkippedFile[] }
const shown = ({ stdout }: { stdout: string }): Shown => JSON.parse(stdout) as Shown

const KEYS = [
  ...['builtIn', 'classes', 'columns', 'contentSha256', 'createdAt', 'folder', 'health', 'id', 'itemCount'],
  ...['name', 'parentId', 'prepare', 'skippedCount', 'split', 'task', 'version'],
]

test('data are imported, listed and shown in the documented shape', async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(join(await temporaryFolder(), 'stripes'), 5)
  expect((await glassbox(['data', 'list'], { home })).stdout).toContain('No data yet')

  const imported = await glassbox(['data', 'import', folder, '--name', 'my stripes', '--json'], { home })
  expect(imported.code, imported.stderr).toBe(0)
  expect(Object.keys(shown(imported)).sort()).toEqual([...KEYS, 'skipped'].sort())
  expect(shown(imported)).toMatchObject({ name: 'my stripes', folder, itemCount: 10, skippedCount: 0, skipped: [] })

  const again = await glassbox(['data', 'import', folder, '--name', 'my stripes', '--json'], { home })
  expect(shown(again).id).toBe(shown(imported).id)

  const list = JSON.parse((await glassbox(['data', 'list', '--json'], { home })).stdout) as DatasetSummary[]
  expect(list.map((one) => Object.keys(one).sort())).toEqual([KEYS])
  const show = await glassbox(['data', 'show', 'my stripes', '--json'], { home })
  expect(shown(show)).toEqual(shown(imported))
  const text = (await glassbox(['data', 'show', list[0]?.id ?? ''], { home })).stdout
  expect(text).toMatch(/my stripes: 10 pictures in 2 classes/)
  expect(text).toMatch(/^bars +\d/m)
})

test('built-in data and what is not there are told apart', async () => {
  const home = await temporaryFolder()
  const moons = await glassbox(['data', 'import', 'moons', '--json'], { home })
  expect(shown(moons)).toMatchObject({ builtIn: 'moons', prepare: null, task: 'classification' })
  expect((await glassbox(['data', 'import', 'moons', '--name', 'x'], { home })).code).toBe(3)
  expect((await glassbox(['data', 'import', '/nowhere/at/all'], { home })).code).toBe(4)
  expect((await glassbox(['data', 'show', 'nothing'], { home })).code).toBe(4)
  expect(
    (await glassbox(['data', 'import', await quartersFolder(await temporaryFolder()), '--layout', '0'], { home })).code,
  ).toBe(2)
})

test('a folder that can be read in several ways is shown with numbers to choose by', async () => {
  const home = await temporaryFolder()
  const folder = await temporaryFolder()
  const classes = await stripesFolder(await temporaryFolder(), 3)
  for (const [name, of] of [
    ['one/a', 'bars'],
    ['one/b', 'lines'],
    ['two/c', 'bars'],
  ] as const) {
    await mkdir(join(folder, name), { recursive: true })
    await cp(join(classes, of), join(folder, name), { recursive: true })
  }
  const asked = await glassbox(['data', 'import', folder], { home })
  expect(asked.code).toBe(3)
  expect(asked.stderr).toMatch(/--layout 1: The upper folders .* 2 classes, 9 pictures\./)
  expect(asked.stderr).toMatch(/--layout 2: The lowest folders .* 3 classes, 9 pictures\.\n +a +3 +one\/a\/0\.png/)
  expect((await glassbox(['data', 'import', folder, '--layout', '3'], { home })).code).toBe(3)
  const lower = await glassbox(['data', 'import', folder, '--layout', '2', '--json'], { home })
  expect(shown(lower).classes.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})

test('one file is imported, whose kind its content tells', async () => {
  const home = await temporaryFolder()
  const folder = await quartersFolder(await temporaryFolder())
  const imported = await glassbox(['data', 'import', join(folder, 't10k-images-idx3-ubyte'), '--json'], { home })
  expect(shown(imported)).toMatchObject({ name: 't10k-images-idx3-ubyte', folder, itemCount: 12 })
  const picture = join(await stripesFolder(await temporaryFolder(), 1), 'bars', '0.png')
  const refused = await glassbox(['data', 'import', picture], { home })
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('is a single picture')])
})
