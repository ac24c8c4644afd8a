import { expect, test } from 'vitest'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import type { App } from '../../../src-main/app/app.ts'
import type { EventPayload } from '../../../src-main/contract/contract.ts'
import { importFolder, openApp, runOver, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

type Live = EventPayload<'run/weights'>
const [CONV, HEAD] = [0, 6]

async function ready() {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 40))
  return { app, source, home }
}

/** Starts a run that somebody looks at from its beginning, and waits for its end. */
async function train(app: App, source: string, watch: (runId: string) => Promise<void>, epochs = 12): Promise<string> {
  const config = smallConfig(source, { set: [['training.epochs', epochs]] })
  const { runId } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  const over = runOver(app, runId)
  await watch(runId)
  expect((await over).error).toBeNull()
  return runId
}

test('two pages see two layers live, one of them over the owner; the weights are the same bits as unwatched', async () => {
  const { app, source, home } = await ready()
  const guest = await openApp(home)
  expect(guest.isOwner).toBe(false)
  const [here, there]: [Live[], Live[]] = [[], []]
  app.on('run/weights', (live) => here.push(live))
  guest.on('run/weights', (live) => there.push(live))

  const alone = await train(app, source, async () => undefined, 60)
  expect([here.length, there.length]).toEqual([0, 0])
  const watched = await train(
    app,
    source,
    async (id) => {
      await app.invoke('runs/watch', { id, watcher: 'page0001', layers: [CONV] })
      await guest.invoke('runs/watch', { id, watcher: 'page0002', layers: [HEAD] })
    },
    60,
  )
  const hash = async (id: string) => (await app.invoke('runs/get', { id })).weightsSha256
  expect(await hash(watched)).toBe(await hash(alone))

  expect(new Set(here.map(({ layer }) => layer))).toEqual(new Set([CONV, HEAD]))
  expect(new Set(there.map(({ layer }) => layer))).toEqual(new Set([CONV, HEAD]))
  const live = here.find(({ layer }) => layer === CONV)!
  expect(live).toMatchObject({ runId: watched, tensors: [{ name: 'kernel', shape: [3, 3, 1, 16] }, { name: 'bias' }] })
  expect(live.gradients.map((gradient) => gradient?.length)).toEqual([144, 16])
  expect(live.gradients[0]!.some((value) => value !== 0)).toBe(true)
  expect(live.epoch).toBeGreaterThan(0)
  expect(live.epoch).toBeLessThanOrEqual(60)
})

test('who looks no more is sent nothing more, and only layers that are there can be watched', async () => {
  const { app, source } = await ready()
  const seen: Live[] = []
  app.on('run/weights', (live) => seen.push(live))
  const config = smallConfig(source, { set: [['training.epochs', 100_000]] })
  const { runId: id } = await app.invoke('runs/start', { config, preset: null })
  const over = runOver(app, id)
  const watch = (...layers: number[]) => app.invoke('runs/watch', { id, watcher: 'page0001', layers })
  await watch(CONV)
  await expect.poll(() => seen.length).toBeGreaterThan(1)
  await watch()
  // What was on its way has arrived with the next epochs.
  const epochs = () => new Promise((resolve) => app.on('run/epochs', resolve))
  await epochs()
  const before = seen.length
  await epochs()
  expect(seen.length).toBe(before)
  await expect(watch(7)).rejects.toMatchObject({ code: 'not-found' })
  await expect(app.invoke('runs/watch', { id: 'nothing1', watcher: 'page0001', layers: [0] })).rejects.toMatchObject({
    code: 'not-found',
  })
  await app.invoke('runs/stop', { id })
  await over
})

test('the weights of every layer can be read at every kept checkpoint', async () => {
  const { app, source } = await ready()
  const id = await train(app, source, async () => undefined, 3)
  const first = await app.invoke('runs/weights', { id, checkpoint: 0 })
  expect(first).toMatchObject({ epoch: 0, layer: 0 })
  const head = await app.invoke('runs/weights', { id, checkpoint: 'last', layer: HEAD })
  expect(head).toMatchObject({ epoch: 3, layer: HEAD })
  expect(head.tensors.map(({ name, shape, values }) => [name, shape, values.length])).toEqual([
    ['kernel', [64, 2], 128],
    ['bias', [2], 2],
  ])
  expect(head.tensors[0]!.most).toBe(Math.max(...head.tensors[0]!.values))
  expect((await app.invoke('runs/weights', { id, checkpoint: 'last', layer: 1 })).tensors).toEqual([])
  await expect(app.invoke('runs/weights', { id, checkpoint: 'last', layer: 7 })).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('the answers to a few validation examples come with the epochs, and are those of the evaluation afterwards', async () => {
  const { app, source } = await ready()
  const told: EventPayload<'run/predictions'>[] = []
  const measured: number[] = []
  app.on('run/predictions', (predictions) => told.push(predictions))
  app.on('run/diagnostics', ({ epoch }) => measured.push(epoch))
  const id = await train(app, source, async () => undefined, 4)
  const { epoch, split, confusion, items } = told.at(-1)!
  expect([told[0]!.epoch, epoch, split, items.length]).toEqual([1, 4, 'validation', 8])
  const evaluation = await app.invoke('runs/evaluate', { id, split: 'validation', checkpoint: 'last' })
  expect([...confusion!]).toEqual(evaluation.confusion.flat())
  for (const { position, label, top } of items) {
    const item = evaluation.items.find((one) => one.position === position)!
    expect(evaluation.classes[label]).toBe(item.label)
    expect(top.map((one) => evaluation.classes[one.label])).toEqual(item.top.map((one) => one.label))
    expect(top[0]!.probability).toBeCloseTo(item.top[0]!.probability, 6)
  }
  expect([measured[0], measured.at(-1)]).toEqual([1, 4])
  const all = await app.invoke('runs/diagnostics', { id })
  expect(all.map((one) => one.epoch)).toEqual(measured)
  expect(await app.invoke('runs/diagnostics', { id, after: 1 })).toEqual(all.slice(1))
  const { gradients } = all[0]!.layers[0]!
  expect(gradients!.counts.reduce((sum, count) => sum + count, 0)).toBe(160)
})

test('without validation examples a few of the training are asked about', async () => {
  const { app } = await ready()
  const made = new Promise<string>((resolve) => app.on('job/finished', ({ datasetId }) => resolve(datasetId!)))
  await app.invoke('datasets/import', { source: { builtIn: 'xor' } })
  const source = await made
  const told: EventPayload<'run/predictions'>[] = []
  app.on('run/predictions', (predictions) => told.push(predictions))
  const config = presetConfig({
    ...{ source, columns: 2, classes: 2, preset: 'xor', trainCount: 4 },
    given: { data: { split: [1, 0, 0] } },
    set: [['training.epochs', 5]],
  })
  const { runId } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  expect((await runOver(app, runId)).error).toBeNull()
  const { epoch, split, confusion, items } = told.at(-1)!
  expect([epoch, split, items.map(({ position }) => position)]).toEqual([5, 'train', [0, 1, 2, 3]])
  expect(items.map(({ label }) => label)).toEqual([0, 1, 1, 0])
  const evaluation = await app.invoke('runs/evaluate', { id: runId, split: 'train', checkpoint: 'last' })
  expect([...confusion!]).toEqual(evaluation.confusion.flat())
})
