import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { openForReading } from '../../../src-main/storage/open.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import { importFolder, openApp, runOver, smallConfig, trainToEnd } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function ready() {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 40))
  return { app, source, home }
}

test('a run learns, and everything about it can be read afterwards', async () => {
  const { app, source, home } = await ready()
  const { runId, error } = await trainToEnd(app, smallConfig(source, { set: [['training.epochs', 12]] }))
  expect(error).toBeNull()
  const run = await app.invoke('runs/get', { id: runId })
  const { metrics } = run
  expect(metrics.test?.accuracy).toBeGreaterThan(0.9)
  expect(run).toMatchObject({
    status: 'completed',
    epochs: 12,
    epochsDone: 12,
    preset: 'cnn-small',
    classes: ['bars', 'lines'],
    error: null,
  })
  const history = await app.invoke('runs/history', { id: runId })
  expect([...history.epoch]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(run.bestEpoch).toBe(1 + history.val_loss.indexOf(Math.min(...history.val_loss)))
  expect(run.metrics.validation?.loss).toBeCloseTo(Math.min(...history.val_loss), 6)
  expect(run.checkpoints).toEqual(expect.arrayContaining([...new Set([0, run.bestEpoch, 12])]))

  // The hash that was announced is the hash of the bytes that were stored.
  const db = openForReading(home)
  const bytes = readStore(db).runs.weights(runId, 12)!
  db.close()
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(run.weightsSha256)
  const shown = await app.invoke('runs/weights', { id: runId, checkpoint: 12 })
  expect(shown).toMatchObject({ epoch: 12, layer: 0, tensors: [{ shape: [3, 3, 1, 16] }, { shape: [16] }] })
  expect(shown.tensors.flatMap(({ values }) => [...values])).toEqual([...new Float32Array(bytes.buffer, 0, 160)])
})

test('curves are told as they can be drawn: the wanted series alone, in so many points', async () => {
  const { app, source } = await ready()
  const { runId } = await trainToEnd(app, smallConfig(source, { set: [['training.epochs', 12]] }))
  const { loss, val_loss } = await app.invoke('runs/history', { id: runId })

  const whole = await app.invoke('runs/curves', { id: runId, series: ['val_loss'] })
  expect(whole).toMatchObject({ count: 12, val_loss, loss: new Float64Array() })
  expect(whole.high).toBeUndefined()

  const part = await app.invoke('runs/curves', { id: runId, series: ['loss'], from: 2, to: 8, points: 2 })
  const [before, after] = [loss.slice(2, 5), loss.slice(5, 8)]
  expect(part.count).toBe(12)
  expect([[...part.epoch], [...part.high!.epoch]]).toEqual([
    [3, 6],
    [5, 8],
  ])
  expect([...part.loss]).toEqual([Math.min(...before), Math.min(...after)])
  expect([...part.high!.loss]).toEqual([Math.max(...before), Math.max(...after)])
  expect(part.val_loss).toHaveLength(0)
  await expect(app.invoke('runs/curves', { id: 'nobody00', series: ['loss'] })).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('an epoch is announced only after it is stored', async () => {
  const { app, source, home } = await ready()
  const db = openForReading(home)
  const stored = readStore(db)
  const announced: number[] = []
  app.on('run/epochs', ({ runId, epoch }) => {
    announced.push(...epoch)
    expect(stored.runs.detail(runId)?.epochsDone).toBeGreaterThanOrEqual(epoch.at(-1)!)
  })
  await trainToEnd(app, smallConfig(source, { set: [['training.epochs', 5]] }))
  db.close()
  expect(announced).toEqual([1, 2, 3, 4, 5])
})

test('the same seed gives the same bits with one thread and with two; another seed does not', async () => {
  const { app, source } = await ready()
  const hashOf = async (threads: number, seed: number): Promise<string | null> => {
    const { runId } = await trainToEnd(app, smallConfig(source, { set: [['training.seed', seed]] }), threads)
    return (await app.invoke('runs/get', { id: runId })).weightsSha256
  }
  const one = await hashOf(1, 7)
  expect(one).not.toBeNull()
  expect(await hashOf(2, 7)).toBe(one)
  expect(await hashOf(1, 8)).not.toBe(one)
})

test('stop ends a run with what it has reached', async () => {
  const { app, source } = await ready()
  const config = smallConfig(source, { set: [['training.epochs', 100_000]] })
  const { runId } = await app.invoke('runs/start', { config, preset: null })
  const over = runOver(app, runId)
  await new Promise<void>((resolve) => app.on('run/epochs', () => resolve()))
  expect(await app.invoke('runs/stop', { id: runId })).toEqual({ stopped: true })
  await over
  const run = await app.invoke('runs/get', { id: runId })
  expect(run.status).toBe('stopped')
  expect(run.epochsDone).toBeGreaterThan(0)
  expect(run.epochsDone).toBeLessThan(100_000)
  expect(run.metrics.validation).not.toBeNull()
  expect((await app.invoke('runs/history', { id: runId })).epoch.length).toBe(run.epochsDone)
  expect(await app.invoke('runs/stop', { id: runId })).toEqual({ stopped: false })
})

test('a second run waits for the first, and can be taken from the queue', async () => {
  const { app, source } = await ready()
  const config = smallConfig(source, { set: [['training.epochs', 100_000]] })
  const first = await app.invoke('runs/start', { config, preset: null })
  const second = await app.invoke('runs/start', { config, preset: null })
  expect((await app.invoke('runs/get', { id: second.runId })).status).toBe('queued')
  await app.invoke('runs/stop', { id: second.runId })
  expect((await app.invoke('runs/get', { id: second.runId })).status).toBe('stopped')
  await app.invoke('runs/stop', { id: first.runId })
  expect((await app.invoke('runs/list', {})).map(({ status }) => status)).toEqual(['stopped', 'stopped'])
})

test('a loss that explodes fails the run with a next step, and keeps what was saved', async () => {
  const { app, source } = await ready()
  const config = smallConfig(source, {
    set: [
      ['training.optimizer', { type: 'sgd', learningRate: 100, momentum: 0.99 }],
      ['training.loss', 'meanSquaredError'],
      ['network.layers[6].activation', 'linear'],
      ['training.epochs', 50],
    ],
  })
  const { runId, error } = await trainToEnd(app, config)
  const failed = await app.invoke('runs/get', { id: runId })
  const failedIn = (error?.details as { epoch: number }).epoch
  expect(failed.epochsDone).toBe(failedIn - 1)
  expect((await app.invoke('runs/history', { id: runId })).epoch.length).toBe(failed.epochsDone)
  expect(error).toMatchObject({
    code: 'run/loss-not-finite',
    hint: expect.stringContaining('smaller learning rate') as string,
  })
  expect(await app.invoke('runs/get', { id: runId })).toMatchObject({
    status: 'failed',
    error: { code: 'run/loss-not-finite' },
  })
})

test.each([
  ['too few outputs', { classes: 3 }, 'network.layers[6]'],
  [
    'an input that is not the pictures',
    {
      given: {
        network: {
          input: [8, 8, 1],
          layers: [{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }],
        },
      },
    },
    'network.input',
  ],
  [
    'a window larger than the picture',
    { set: [['network.layers[1].poolSize', 64]] as const },
    'network.layers[1].poolSize',
  ],
  ['no softmax under cross-entropy', { set: [['network.layers[6].activation', 'relu']] as const }, 'training.loss'],
])('a spec with %s is refused before anything starts', async (_, request, path) => {
  const { app, source } = await ready()
  const config = smallConfig(source, request)
  await expect(app.invoke('runs/start', { config, preset: null })).rejects.toMatchObject({
    code: 'run/spec-invalid',
    details: { path },
  })
  expect(await app.invoke('runs/list', {})).toEqual([])
})

test('other shares of the splits are honoured by the run', async () => {
  const { app, source } = await ready()
  const { runId } = await trainToEnd(app, smallConfig(source, { set: [['data.split', [0.9, 0.05, 0.05]]] }))
  const { metrics } = await app.invoke('runs/get', { id: runId })
  expect(metrics.train?.count).toBeGreaterThan(62)
  expect((metrics.train?.count ?? 0) + (metrics.validation?.count ?? 0) + (metrics.test?.count ?? 0)).toBe(80)
})

test('stopped in the middle of an epoch, the weights are those of the last finished one', async () => {
  const { app, source } = await ready()
  const config = smallConfig(source, { set: [['training.epochs', 100_000]] })
  const { runId } = await app.invoke('runs/start', { config, preset: null })
  const over = runOver(app, runId)
  await new Promise<void>((resolve) => app.on('run/epochs', () => resolve()))
  await app.invoke('runs/stop', { id: runId })
  await over
  const stopped = await app.invoke('runs/get', { id: runId })
  const straight = await trainToEnd(app, smallConfig(source, { set: [['training.epochs', stopped.epochsDone]] }))
  expect((await app.invoke('runs/get', { id: straight.runId })).weightsSha256).toBe(stopped.weightsSha256)
})

test('a network that needs more memory than there is is not begun, and the next step is said', async () => {
  const { app, source } = await ready()
  const config = smallConfig(source, {
    set: [
      ['data.prepare.size', [1024, 1024]],
      ['network.layers[0].filters', 4096],
      ['network.layers[2].filters', 1],
    ],
  })
  await expect(trainToEnd(app, config)).rejects.toMatchObject({
    code: 'run/out-of-memory',
    hint: expect.stringContaining('smaller') as string,
  })
  expect(await app.invoke('runs/list', {})).toEqual([])
})

test('evaluate measures the loss that the run was trained with', async () => {
  const { app, source } = await ready()
  const { runId } = await trainToEnd(app, smallConfig(source, { set: [['training.loss', 'meanSquaredError']] }))
  const { metrics } = await app.invoke('runs/get', { id: runId })
  const evaluated = await app.invoke('runs/evaluate', { id: runId, split: 'test' })
  expect(evaluated.metrics).toEqual(metrics.test)
})
