import { expect, test } from 'vitest'
import { fillHome } from '../../bench/runs/home.ts'
import { glassbox } from '../support/glassbox.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('runs are filtered, sorted and sorted into experiments; a typing error is pointed at', async () => {
  const home = await temporaryFolder()
  fillHome(home, { runs: 20, points: 5, long: 0, longPoints: 0 })
  const run = (...args: string[]) => glassbox(['runs', ...args], { home })
  const list = async (...args: string[]) =>
    JSON.parse((await run('list', '--json', ...args)).stdout) as { id: string; optimizer: string; seed: number }[]

  const found = await list('--where', 'optimizer:sgd -seed:0 status:completed', '--sort', '-seed,started')
  // The one of seed 2 still waits, that of seed 0 was stopped.
  expect(found.map(({ optimizer, seed }) => [optimizer, seed])).toEqual([4, 3, 1].map((seed) => ['sgd', seed]))

  const edited = await run('edit', found[0]!.id, '--experiment', 'by hand', '--pin', '--json')
  expect(JSON.parse(edited.stdout)).toMatchObject([{ experiment: 'by hand', isPinned: true }])
  expect((await list('--where', 'experiment="by hand" pinned:yes')).map(({ id }) => id)).toEqual([found[0]!.id])

  const wrong = await run('list', '--where', 'seed:1 val_acuracy > 0.9')
  expect(wrong.code).toBe(3)
  expect(wrong.stderr).toContain('There is no field "val_acuracy".\n  seed:1 val_acuracy > 0.9\n         ^^^^^^^^^^^\n')
  expect(wrong.stderr).toContain('Did you mean val_accuracy?')
  expect((await run('list', '--sort', 'nmae')).stderr).toContain('Did you mean name?')
  expect((await run('edit', found[0]!.id)).code).toBe(3)
}, 120_000)
