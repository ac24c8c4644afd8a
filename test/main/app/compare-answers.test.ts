import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PairedAnswers, RunDifferences, type EvaluatedItem } from '../../../src-main/contract/types.ts'
import { importFolder, openApp, smallConfig, trainToEnd } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

const isRight = ({ label, top }: EvaluatedItem): boolean => top[0]?.label === label

test('two runs on the same examples: counted as by hand, with the pictures that only one gets right', async () => {
  const app = await openApp()
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 60))
  const train = async (epochs: number, seed: number): Promise<string> => {
    const config = smallConfig(source)
    const training = { ...config.training, epochs, seed, optimizer: { type: 'sgd', learningRate: 0.003 } }
    return (await trainToEnd(app, { ...config, training } as typeof config)).runId
  }
  const [a, b] = [await train(1, 1), await train(1, 5)]
  const question = { split: 'train' as const, limit: 1000 }
  const compared = PairedAnswers.parse(
    await app.invoke('runs/compare-answers', {
      ...{ a: { runId: a, checkpoint: 'last' }, b: { runId: b, checkpoint: 'last' } },
      ...question,
    }),
  )
  const [one, other] = await Promise.all(
    [a, b].map((id) => app.invoke('runs/evaluate', { id, split: 'train', checkpoint: 'last', topK: 3 })),
  )
  const pairs = one!.items.map((item, index) => [item, other!.items[index]!] as const)
  const count = (first: boolean, second: boolean): number =>
    pairs.filter(([x, y]) => isRight(x) === first && isRight(y) === second).length
  expect(compared).toMatchObject({
    ...{ total: pairs.length, bothRight: count(true, true), bothWrong: count(false, false) },
    ...{ onlyA: count(true, false), onlyB: count(false, true), confusion: { a: one!.confusion, b: other!.confusion } },
  })
  // Otherwise the test says nothing.
  expect(compared.onlyA + compared.onlyB).toBeGreaterThan(0)
  expect(compared.a).toEqual(one!.accuracy)
  expect(compared.difference.value).toBeCloseTo(other!.metrics.accuracy! - one!.metrics.accuracy!, 12)
  expect(compared.items).toEqual(
    pairs
      .filter(([x, y]) => isRight(x) !== isRight(y))
      .map(([x, y]) => ({
        ...{ position: x.position, file: x.file, label: x.label, right: isRight(x) ? 'a' : 'b' },
        ...{ a: x.top, b: y.top },
      })),
  )
  const onlyB = await app.invoke('runs/compare-answers', {
    ...{ a: { runId: a, checkpoint: 'last' }, b: { runId: b, checkpoint: 'last' } },
    ...{ ...question, right: 'b' as const, offset: 0, limit: 1 },
  })
  expect(onlyB.differing).toBe(compared.onlyB)
  expect(onlyB.items).toEqual(compared.items.filter(({ right }) => right === 'b').slice(0, 1))
  expect(compared.verdict).toContain(`on the same ${pairs.length} train examples`)

  // Unless a split is named, validation.
  const withFirst = await app.invoke('runs/compare-with-first', { ids: [a, b, a], limit: 3 })
  const best = (runId: string) => ({ runId, checkpoint: 'best' as const })
  const answers = [b, a].map((id) => app.invoke('runs/compare-answers', { a: best(a), b: best(id), limit: 3 }))
  expect(withFirst.map(({ answers: found }) => found)).toEqual(await Promise.all(answers))
  expect(withFirst).toMatchObject([
    { b, reason: null, answers: { split: 'validation' } },
    { b: a, reason: null, answers: { onlyA: 0, onlyB: 0 } },
  ])

  const differences = RunDifferences.parse(await app.invoke('runs/differences', { ids: [a, b, a] }))
  expect(differences).toEqual([{ path: 'training.seed', values: ['1', '5', '1'] }])
})

test('runs of other classes are not compared', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 12)
  const known = await importFolder(app, folder)
  await rename(join(folder, 'bars'), join(folder, 'other'))
  const runs = []
  for (const source of [known, await importFolder(app, folder)])
    runs.push((await trainToEnd(app, smallConfig(source))).runId)
  const [one] = await app.invoke('runs/compare-with-first', { ids: runs })
  expect(one).toMatchObject({ b: runs[1], answers: null, reason: expect.stringContaining('classes') as string })
  await expect(
    app.invoke('runs/compare-answers', {
      ...{ a: { runId: runs[0]!, checkpoint: 'last' }, b: { runId: runs[1]!, checkpoint: 'last' }, split: 'train' },
    }),
  ).rejects.toMatchObject({ code: 'input/invalid' })
})
