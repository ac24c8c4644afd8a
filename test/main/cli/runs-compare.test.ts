import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { glassbox } from '../support/glassbox.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('runs are compared in words, as JSON, and as a report of its own', async () => {
  const [home, folder] = [await temporaryFolder(), await temporaryFolder()]
  const train = (name: string, ...settings: string[]) =>
    glassbox(['train', 'moons', '--preset', 'mlp-32', '--seed', '1', '--name', name, ...settings], { home })
  await train('long', '--epochs', '40')
  await train('short', '--epochs', '1', '--set', 'training.optimizer.learningRate=0.0001')
  await train('long again', '--epochs', '40')
  const compare = (...args: string[]) =>
    glassbox(['runs', 'compare', 'long', 'short', 'long again', ...args], { home, cwd: folder })

  const { stdout, code } = await compare()
  expect(code).toBe(0)
  expect(stdout).toMatch(/training\.optimizer\.learningRate +0\.01 +0\.0001 +0\.01/)
  expect(stdout).toMatch(
    /A long, B short: A is better by \d+\.\d points ± \d+\.\d on the same \d+ validation examples, McNemar p/,
  )
  expect(stdout).toMatch(/A long, B long again: Both get as many right on the same \d+ validation examples\./)

  const json = JSON.parse((await compare('--json')).stdout) as {
    runs: { name: string; sparkline: number[]; history: { epoch: number[] } }[]
    differences: { path: string }[]
    compared: { onlyA: number; onlyB: number }[]
  }
  expect(json.runs.map(({ name, history }) => [name, history.epoch.length])).toEqual([
    ...[
      ['long', 40],
      ['short', 1],
      ['long again', 40],
    ],
  ])
  expect(json.runs.map(({ sparkline }) => sparkline.length)).toEqual([40, 1, 40])
  expect(json.differences.map(({ path }) => path)).toContain('training.optimizer.learningRate')
  expect(json.compared[0]!.onlyA).toBeGreaterThan(json.compared[0]!.onlyB)
  expect(json.compared[1]).toMatchObject({ onlyA: 0, onlyB: 0 })

  const report = join(folder, 'report.html')
  expect(JSON.parse((await compare('--report', report, '--json')).stdout)).toMatchObject({ file: report })
  const html = await readFile(report, 'utf8')
  expect(html).toContain('learningRate')
  expect(html).not.toMatch(/(?:src|href)="https?:/)
  expect(await compare('--report', report)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('already') as string,
  })
  expect((await compare('--report', 'report')).stderr).toContain('Let it end with .html')
})

test('what cannot be compared says why', async () => {
  const home = await temporaryFolder()
  await glassbox(['train', 'moons', '--preset', 'mlp-8', '--epochs', '2', '--name', 'moons'], { home })
  await glassbox(['train', 'xor', '--preset', 'mlp-8', '--epochs', '2', '--name', 'xor'], { home })
  const { stdout, code } = await glassbox(['runs', 'compare', 'moons', 'xor'], { home })
  expect(code).toBe(0)
  expect(stdout).toMatch(/A moons, B xor: .*(?:data|classes|examples)/)
})

test('test results that stand in for validation are remembered as looked at', async () => {
  const home = await temporaryFolder()
  const names = ['one', 'two', 'three']
  for (const [seed, name] of names.entries()) {
    const settings = ['--set', 'data.split=[0.6,0,0.4]']
    const args = ['--preset', 'mlp-8', '--epochs', '2', '--seed', String(seed), '--name', name, ...settings]
    expect(await glassbox(['train', 'moons', ...args], { home })).toMatchObject({ code: 0 })
  }
  const two = await glassbox(['runs', 'compare', 'one', 'two'], { home })
  expect(two.stdout).toMatch(/A one, B two: .* test examples/)
  expect(two.stderr).not.toContain('looked at')
  const three = await glassbox(['runs', 'compare', ...names], { home })
  expect(three.stderr).toContain('the test result of 3 runs on the same data')
})
