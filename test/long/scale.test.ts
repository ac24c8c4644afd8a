import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { glassbox } from '../main/support/glassbox.ts'
import { stripes } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'

const PER_CLASS = 10_000

test(`${2 * PER_CLASS} pictures are imported, trained on and found again without being decoded twice`, async () => {
  const home = await temporaryFolder()
  const folder = await temporaryFolder()
  for (const kind of ['bars', 'lines'] as const) {
    await mkdir(join(folder, kind))
    const drawn = await Promise.all(Array.from({ length: 50 }, (_, seed) => stripes(kind, seed, 32)))
    for (let index = 0; index < PER_CLASS; index++) {
      const file = join(folder, kind, `${index}.png`)
      if (index < 50) await writeFile(file, drawn[index]!)
      else await copyFile(join(folder, kind, `${index % 50}.png`), file)
    }
  }
  const train = (): ReturnType<typeof glassbox> =>
    glassbox(['train', folder, '--preset', 'logistic', '--epochs', '1', '--json'], { home })
  const started = performance.now()
  const first = await train()
  const firstSeconds = (performance.now() - started) / 1000
  expect(first.code, first.stderr).toBe(0)
  const again = performance.now()
  const second = await train()
  const secondSeconds = (performance.now() - again) / 1000
  console.log(
    `${2 * PER_CLASS} pictures: ${firstSeconds.toFixed(1)} s with the import, ${secondSeconds.toFixed(1)} s without`,
  )
  const hash = (result: { stdout: string }): string =>
    (JSON.parse(result.stdout) as { weightsSha256: string }).weightsSha256
  expect(hash(second)).toBe(hash(first))
  expect(second.stderr).not.toContain('importing')
})
