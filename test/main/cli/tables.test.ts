import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { glassbox } from '../support/glassbox.ts'
import { temporaryFolder } from '../support/temporary.ts'

interface Trained {
  metrics: { train: { accuracy: number; count: number } | null; validation: object | null; test: object | null }
}
interface Shown {
  preset: string | null
  config: { data: { split: number[]; prepare: object | null }; training: { schedule: { type: string } } }
}
const trained = ({ stdout }: { stdout: string }): Trained => JSON.parse(stdout) as Trained

test('built-in data are trained on by name, by what tables get', async () => {
  const home = await temporaryFolder()
  const run = trained(await glassbox(['train', 'xor', '--json'], { home }))
  expect(run.metrics).toEqual({
    train: { loss: expect.any(Number) as number, accuracy: 1, count: 4 },
    validation: null,
    test: null,
  })
  const again = await glassbox(['train', 'xor', '--preset', 'perceptron', '--epochs', '3', '--json'], { home })
  expect(trained(again).metrics.train?.accuracy).toBeLessThan(1)
  const points = trained(await glassbox(['train', 'moons', '--epochs', '1', '--json'], { home }))
  expect(points.metrics).not.toMatchObject({ validation: null })
  const shown = JSON.parse((await glassbox(['runs', 'show', 'last', '--json'], { home })).stdout) as Shown
  expect(shown).toMatchObject({ preset: 'mlp-32', config: { data: { prepare: null, split: [0.6, 0.2, 0.2] } } })

  const evaluated = await glassbox(['evaluate', 'last', '--data', 'circles'], { home })
  expect([evaluated.code, evaluated.stderr]).toEqual([0, expect.stringContaining('circles: 600 rows in 2 classes')])
  expect(evaluated.stdout).toContain('examples')
})

test('a config keeps the shares of the data set unless it names others, and presumes little of its own network', async () => {
  const home = await temporaryFolder()
  const file = join(await temporaryFolder(), 'config.json')
  const network = { input: [2], layers: [{ type: 'dense', units: 2, activation: 'softmax' }] }
  const shownAfter = async (data: string, config: object): Promise<Shown> => {
    await writeFile(file, JSON.stringify(config))
    const { code, stderr } = await glassbox(['train', data, '--config', file, '--epochs', '1'], { home })
    expect(code, stderr).toBe(0)
    return JSON.parse((await glassbox(['runs', 'show', 'last', '--json'], { home })).stdout) as Shown
  }
  const gate = await shownAfter('and', { network, data: { prepare: null } })
  expect(gate.config.data.split).toEqual([1, 0, 0])
  expect(gate.config.training.schedule.type).toBe('constant')
  // What `show` prints of another data set brings that one's shares along: they are not for this.
  expect((await shownAfter('moons', gate.config)).config.data.split).toEqual([0.6, 0.2, 0.2])
  expect((await shownAfter('moons', { network, data: { split: [0.5, 0.5, 0] } })).config.data.split).toEqual([
    0.5, 0.5, 0,
  ])
})

test.each(['null', '3', '"circles"'])('a config whose data are %s is refused', async (data) => {
  const home = await temporaryFolder()
  const file = join(await temporaryFolder(), 'config.json')
  await writeFile(file, `{ "data": ${data} }`)
  const { code, stderr } = await glassbox(['train', 'and', '--config', file], { home })
  expect([code, stderr]).toEqual([3, expect.stringContaining('"data" in the config is no object')])
})

test('a folder of the same name comes first, and "builtin:" names the table all the same', async () => {
  const home = await temporaryFolder()
  const cwd = await temporaryFolder()
  await mkdir(join(cwd, 'circles'))
  const folder = await glassbox(['train', 'circles', '--json'], { home, cwd })
  expect(folder.stderr).toMatch(/\(dataset\/no-(pictures|classes)\)/)
  const table = await glassbox(['train', 'builtin:circles', '--epochs', '1', '--json'], { home, cwd })
  expect(trained(table).metrics.train?.count).toBeGreaterThan(300)
  const none = await glassbox(['train', 'circle', '--json'], { home, cwd })
  expect((await glassbox(['train', ' '], { home, cwd })).code).toBe(3)
  expect(none.stderr).toMatch(/Built in: .*circles.*\(dataset\/not-found\)/s)
})
