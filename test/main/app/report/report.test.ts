import { expect, test } from 'vitest'
import { importFolder, openApp, smallConfig, trainToEnd } from '../../support/app.ts'
import { stripesFolder } from '../../support/pictures.ts'
import { temporaryFolder } from '../../support/temporary.ts'

test('a report holds what differs, what came out and every setting, and asks for nothing outside', async () => {
  const app = await openApp()
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 40))
  const ids: string[] = []
  for (const learningRate of [0.001, 0.00001]) {
    const config = smallConfig(source, { set: [['training.optimizer.learningRate', learningRate]] })
    ids.push((await trainToEnd(app, config)).runId)
  }
  await app.invoke('runs/edit', { id: ids[0]!, note: 'a <b>note</b>' })
  const report = async (format: 'html' | 'csv' | 'epochs' | 'json' | 'svg'): Promise<string> =>
    (await app.invoke('runs/report', { ids, format })).text
  const page = await report('html')
  expect(page).toContain('training.optimizer.learningRate')
  expect(page).toContain('<code>0.00001</code>')
  expect(page).toContain('a &#60;b&#62;note')
  expect(page).toMatch(/McNemar p|as many right/)
  expect(page.match(/<path/g)).toHaveLength(8)
  for (const id of ids) expect(page).toContain((await app.invoke('runs/get', { id })).receipt!.weights)
  // Nothing is fetched: no address, no script.
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/)

  const rows = (await report('csv')).trimEnd().split('\r\n')
  expect(rows[0]!.split(',').at(-1)).toBe('training.optimizer.learningRate')
  expect(rows.slice(1).map((row) => row.split(',').at(-1))).toEqual(['0.001', '0.00001'])
  const epochs = (await report('epochs')).trimEnd().split('\r\n')
  expect(epochs).toHaveLength(1 + 2 * 3)
  const history = await app.invoke('runs/history', { id: ids[1]! })
  expect(epochs.at(-1)!.split(',').slice(2, 5).map(Number)).toEqual([3, history.seconds[2], history.loss[2]])
  const everything = JSON.parse(await report('json')) as { runs: { id: string; history: { loss: number[] } }[] }
  expect(everything.runs.map(({ id }) => id)).toEqual(ids)
  expect(everything.runs[1]!.history.loss).toEqual([...history.loss])
  expect(await report('svg')).toMatch(/^<svg/)
})
