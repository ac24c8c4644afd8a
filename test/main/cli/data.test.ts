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
