import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import type { DatasetSource, Verification } from '../../../src-main/contract/types.ts'
import { openApp, trainToEnd } from '../support/app.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function take(app: App, source: DatasetSource): Promise<string> {
  const start = () => app.invoke('datasets/import', { source })
  const { datasetId } = await finishJob(app, start, () => undefined)
  return datasetId ?? ''
}

/** Two clouds of points, told apart by x alone, and a colour that says nothing. */
const text = ['x,y,colour,kind']
  .concat(
    Array.from(
      { length: 120 },
      (_, i) => `${i % 2 ? 3 : -3}.${i % 10},${i % 7},${['red', 'blue'][(i % 3) & 1]},${i % 2 ? 'right' : 'left'}`,
    ),
  )
  .join('\n')

async function tableFile(content = text): Promise<string> {
  const file = join(await temporaryFolder(), 'points.csv')
  await writeFile(file, content)
  return file
}

test('a table becomes a data set, once, and is read anew when it changes or is read differently', async () => {
  const app = await openApp()
  const file = await tableFile()
  const id = await take(app, { file })
  const dataset = await app.invoke('datasets/get', { id })
  expect(dataset).toMatchObject({
    ...{ name: 'points', task: 'classification', columns: ['x', 'y', 'colour=blue', 'colour=red'], itemCount: 120 },
    ...{ prepare: null, builtIn: null },
  })
  expect(dataset.classes.map(({ name }) => name)).toEqual(['left', 'right'])
  expect(dataset.classes.every(({ counts }) => counts.train > 25 && counts.validation > 3 && counts.test > 3)).toBe(
    true,
  )
  expect(await take(app, { file })).toBe(id)
  const regression = await take(app, { file, table: { target: 'y', task: 'regression' } })
  expect(regression).not.toBe(id)
  const { items } = await app.invoke('datasets/rows', { id: regression, limit: 9 })
  expect(items.map(({ target }) => target)).toEqual([0, 1, 2, 3, 4, 5, 6, 0, 1])
  await writeFile(file, `${text}\n1,2,red,left\n`)
  expect(await take(app, { file })).not.toBe(id)
  expect(await app.invoke('datasets/list', {})).toHaveLength(3)
})

test('its rows come back as they were read when the cache is gone, or not at all when the file is another one', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const file = await tableFile()
  const id = await take(app, { file, table: { dialect: { header: true }, missing: 'drop' } })
  const cache = join(home, 'cache', `${id}-rows.f32`)
  const before = await readFile(cache)
  await rm(cache)
  const { values } = await app.invoke('datasets/rows', { id, offset: 1, limit: 1 })
  expect([...values]).toEqual([Math.fround(3.1), 1, 1, 0])
  expect((await readFile(cache)).equals(before)).toBe(true)
  await rm(cache)
  await writeFile(file, text.replace('-3.0,0', '-3.5,0'))
  await expect(app.invoke('datasets/rows', { id })).rejects.toMatchObject({ code: 'dataset/changed' })
  await rm(file)
  await expect(app.invoke('datasets/rows', { id })).rejects.toMatchObject({ code: 'dataset/changed' })
})

test('a network learns from it, and the run is carried out once more to the same bits', async () => {
  const app = await openApp()
  const source = await take(app, { file: await tableFile() })
  const config = presetConfig({
    ...{ source, columns: 4, classes: 2, preset: 'logistic', trainCount: 70 },
    table: { scale: 'standardize', statistics: null },
    set: [['training.epochs', 30]],
  })
  const { runId, error } = await trainToEnd(app, config)
  expect(error).toBeNull()
  const { metrics } = await app.invoke('runs/get', { id: runId })
  expect(metrics.test?.accuracy).toBe(1)
  const { verification } = await finishJob(
    app,
    () => app.invoke('runs/verify', { id: runId }),
    () => undefined,
  )
  expect((verification as Verification).verdict).toBe('equal')
})

test('one that is sent is looked at first, then taken in under its content', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const request = new Request('http://glassbox/uploads/table1?path=points.csv', { method: 'PUT', body: text })
  expect((await app.fetch(request)).ok).toBe(true)
  const look = (choice: object) => app.invoke('datasets/table-preview', { source: { uploadId: 'table1' }, choice })
  expect(await look({})).toMatchObject({ name: 'points.csv', looked: 120, isWhole: true, problem: null })
  expect((await look({ target: 'colour' })).columns.map(({ role }) => role)).toEqual([
    ...['input', 'input', 'target', 'input'],
  ])
  const id = await take(app, { uploadId: 'table1', name: 'points.csv', table: { target: 'colour' } })
  const dataset = await app.invoke('datasets/get', { id })
  expect([dataset.name, dataset.folder, dataset.classes.map(({ name }) => name)]).toEqual([
    ...['points', null, ['blue', 'red']],
  ])
  await rm(join(home, 'cache', `${id}-rows.f32`))
  expect((await app.invoke('datasets/rows', { id })).total).toBe(120)
})

test('what cannot be read is said with a next step, and nothing is left behind', async () => {
  const app = await openApp()
  const folder = await temporaryFolder()
  const preview = (file: string) => app.invoke('datasets/table-preview', { source: { file } })
  await expect(preview(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'dataset/not-found' })
  await expect(preview(folder)).rejects.toMatchObject({ code: 'dataset/table-invalid' })
  await expect(take(app, { file: await tableFile('') })).rejects.toMatchObject({
    code: 'dataset/table-invalid',
    message: 'The file is empty.',
  })
  expect(await app.invoke('datasets/list', {})).toEqual([])
})
