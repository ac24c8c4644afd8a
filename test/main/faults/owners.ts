import { expect } from 'vitest'
import type { Rng } from '../../../src-engine/train/rng.ts'
import { glassbox, startGlassbox } from '../support/glassbox.ts'
import { temporaryFolder } from '../support/temporary.ts'

const TRAIN = ['train', 'spirals', '--preset', 'mlp-8', '--epochs', '4000']

/**
 * Several processes train on one home folder at once, tag and look meanwhile; the one that does the writing is killed. Whoever
 * is left takes its place; nothing acknowledged is lost, and every run is brought to the bits of an undisturbed one.
 */
export async function killOwner(rng: Rng, expected: string): Promise<void> {
  const home = await temporaryFolder()
  const names = ['a', 'b', 'c']
  const [owner, ...others] = names.map((name) => startGlassbox([...TRAIN, '--name', name], { home }))
  const busy = (async () => {
    for (let i = 0; i < 4; i++) {
      await glassbox(['runs', 'tag', 'last', `tag${i}`], { home })
      expect((await glassbox(['runs', 'list', '--json'], { home })).code).toBe(0)
    }
  })()
  setTimeout(() => owner!.child.kill('SIGKILL'), 500 + rng.uniform() * 2500)
  const ends = await Promise.all([owner!.finished, ...others.map(({ finished }) => finished)])
  await busy
  // Those whose work was lost with it are told, with a code and a next step; nobody hangs.
  for (const { code, stderr } of ends.slice(1)) {
    expect([0, 5]).toContain(code)
    if (code === 5) expect(stderr).toMatch(/home\/owner-lost|storage\/busy/)
  }
  for (const name of names) {
    const shown = await glassbox(['runs', 'show', name, '--json'], { home })
    if (shown.code !== 0) continue // killed before it was stored
    await glassbox(['resume', name], { home })
    const run = await glassbox(['runs', 'show', name, '--json'], { home })
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'completed', weightsSha256: expected })
  }
}

/** The bits that these runs reach when nothing disturbs them. */
export async function undisturbed(): Promise<string> {
  const { stdout } = await glassbox([...TRAIN, '--json'], { home: await temporaryFolder() })
  return (JSON.parse(stdout) as { weightsSha256: string }).weightsSha256
}
