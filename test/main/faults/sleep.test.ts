import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { glassbox, startGlassbox } from '../support/glassbox.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { undisturbed } from './owners.ts'

const TRAIN = ['train', 'spirals', '--preset', 'mlp-8', '--epochs', '4000', '--json']
const HOOK = pathToFileURL(join(import.meta.dirname, 'clock-hook.mjs')).href

interface Trained {
  readonly weightsSha256: string
  readonly status: string
  readonly wallSeconds: number
}

test('a machine that sleeps in the middle of a run wakes to the same bits', async () => {
  const run = startGlassbox(TRAIN, { home: await temporaryFolder() })
  await run.printed(/^epoch/m)
  run.child.kill('SIGSTOP')
  await sleep(1500)
  run.child.kill('SIGCONT')
  const { stdout } = await run.finished
  expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', weightsSha256: await undisturbed() })
})

test('a clock that goes backwards changes neither a result nor the order of runs', async () => {
  const home = await temporaryFolder()
  const env = { NODE_OPTIONS: `--import=${HOOK}` }
  const expected = await undisturbed()
  for (const name of ['first', 'second']) {
    const { code, stdout, stderr } = await glassbox([...TRAIN, '--name', name], { home, env })
    expect(code, stderr).toBe(0)
    const run = JSON.parse(stdout) as Trained
    expect(run.weightsSha256).toBe(expected)
    expect(run.wallSeconds).toBeGreaterThan(0)
  }
  const { stdout } = await glassbox(['runs', 'list', '--json'], { home })
  expect((JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)).toEqual(['second', 'first'])
})
