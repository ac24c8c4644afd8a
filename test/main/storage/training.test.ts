import type Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { TRANSITIONS } from '../../../src-main/contract/run-states.ts'
import { RunStatus, type Alarm, type Environment } from '../../../src-main/contract/types.ts'
import type { CheckpointRecord } from '../../../src-main/storage/repositories/checkpoints.ts'
import type { NewRun } from '../../../src-main/storage/repositories/training.ts'
import { readStore, writeStore } from '../../../src-main/storage/store.ts'
import { temporaryFolder } from '../support/temporary.ts'

const one = (value: number): Float64Array<ArrayBuffer> => Float64Array.of(value)
const weightsOf = (epoch: number): Uint8Array => new Uint8Array(new Float32Array([epoch, -epoch]).buffer)

const environment: Environment = {
  ...{ engine: '0.1.0', build: null, runtime: 'node 24', threads: 2 },
  ...{ fusedMultiplyAdd: true, relaxedSimd: true, sharedMemory: true },
}

const checkpointAt = (epoch: number, step = 0): CheckpointRecord => ({
  ...{ epoch, step, weights: weightsOf(epoch + step / 100), optimizer: new Uint8Array([epoch, step]) },
  state: JSON.stringify({ epoch, step, lossSum: 0, correct: 0 }),
})

async function open() {
  const db: Database.Database = openForWriting(await temporaryFolder())
  const [read, write] = [readStore(db), writeStore(db)]
  const config = presetConfig({ source: 'data1', classes: 2, preset: 'mlp-8', trainCount: 100 })
  const { split, prepare } = config.data
  write.datasets.insert({
    id: 'data1',
    name: 'd',
    folder: '/d',
    root: '/d',
    fingerprint: 'f',
    contentSha256: 'c',
    classes: ['a', 'b'],
    split,
    prepare,
    ...{ files: null, columns: null, builtIn: null },
    items: [],
    skipped: [],
    task: 'classification',
    reading: null,
    version: 1,
    parentId: null,
  })
  const insert = (id: string, more: Partial<NewRun> = {}): void =>
    write.runs.insert({
      ...{ id, name: null, kind: 'training', datasetId: 'data1', preset: 'mlp-8', config },
      ...{ classes: ['a', 'b'], parameterCount: 2, from: null, groupId: null, ...more },
    })
  insert('run1')
  write.runs.begin('run1', {
    initial: { epoch: 0, step: 0, weights: weightsOf(0), optimizer: null, state: null },
    ...{ environment, measured: null },
  })
  const save = (
    epoch: number,
    validationLoss: number | null,
    best: { epoch: number; isNew: boolean } | null,
    budget = 1e9,
    mae = NaN,
  ): void =>
    write.runs.saveEpochs(
      'run1',
      {
        epochs: {
          ...{ epoch: one(epoch), seconds: one(0.5), loss: one(1 / epoch), accuracy: one(0.5) },
          ...{ val_loss: one(validationLoss ?? NaN), val_accuracy: one(validationLoss === null ? NaN : 0.25) },
          ...{ mae: one(mae), val_mae: one(NaN) },
        },
        train: { loss: 1 / epoch, accuracy: 0.5, count: 10 },
        validation: validationLoss === null ? null : { loss: validationLoss, accuracy: 0.25, count: 4 },
        last: checkpointAt(epoch),
        best: best?.isNew ? checkpointAt(best.epoch) : null,
        ...{ bestEpoch: best?.epoch ?? null, wallSeconds: epoch, samplesPerSecond: 100 },
        ...{ diagnostics: { epoch, layers: [] }, alarms: epoch === 2 ? [alarm] : [] },
      },
      budget,
    )
  return { db, read, write, save, insert }
}

const alarm: Alarm = {
  ...{ kind: 'deadRelu', severity: 'warning', layer: 1, value: 0.3 },
  ...{ message: 'Three of ten are dead.', cause: 'The rate is high.', remedy: 'Lower it.' },
}

test('what a run stored of its machine is read back, with what older runs could not say', async () => {
  const { db, read } = await open()
  const older = { engine: '0.1.0', runtime: 'node 24', threads: 2, fusedMultiplyAdd: true }
  const store = db.prepare("UPDATE runs SET environment = ? WHERE id = 'run1'")
  expect(read.runs.detail('run1')?.environment).toEqual(environment)
  store.run(JSON.stringify(older))
  expect(read.runs.detail('run1')?.environment).toEqual({
    ...{ ...older, build: null, relaxedSimd: true, sharedMemory: true },
  })
  const plain = { ...older, build: 'b', fusedMultiplyAdd: false, relaxedSimd: false, sharedMemory: false }
  store.run(JSON.stringify(plain))
  expect(read.runs.detail('run1')?.environment).toEqual(plain)
})

test('first, best and last checkpoints are kept whatever they take, others while they fit, sparse in the distant past', async () => {
  const { db, read, write, save } = await open()
  // Eight bytes of weights and two of moments each: room for six.
  for (let epoch = 1; epoch <= 40; epoch++)
    save(epoch, epoch === 3 ? 0.1 : 0.5, { epoch: Math.min(epoch, 3), isNew: false }, 60)
  const kept = read.runs.detail('run1')!.checkpoints
  expect(kept).toHaveLength(6)
  expect(kept).toEqual(expect.arrayContaining([0, 3, 40]))
  // Between the best and the last, each gap towards the end is no larger than the one before it.
  const gaps = kept.slice(2).map((epoch, index) => epoch - kept[index + 1]!)
  expect(gaps).toEqual(gaps.toSorted((a, b) => b - a))
  expect([...new Float32Array(read.runs.weights('run1', 3)!.buffer)]).toEqual([3, -3])
  expect(read.runs.weights('run1', 4)).toBeNull()
  write.runs.pin('run1', kept.at(-2)!, true)
  for (let epoch = 41; epoch <= 60; epoch++) save(epoch, 0.5, { epoch: 3, isNew: false }, 1)
  expect(read.runs.detail('run1')?.checkpoints).toEqual([0, 3, kept.at(-2), 60])
  // Four weights, and the moments of all but the first.
  expect(db.prepare('SELECT count(*) FROM blobs').pluck().get()).toBe(7)
})

test('a checkpoint inside an epoch is kept until there is a later one', async () => {
  const { read, write, save } = await open()
  save(1, 0.5, { epoch: 1, isNew: false })
  const place = () => read.runs.detail('run1')!.kept.map(({ epoch, step }) => [epoch, step])
  write.runs.saveCheckpoint('run1', checkpointAt(1, 7), 3, 1e9)
  expect(place()).toEqual([
    [0, 0],
    [1, 0],
    [1, 7],
  ])
  write.runs.saveCheckpoint('run1', checkpointAt(1, 9), 4, 1)
  expect(place()).toEqual([
    [0, 0],
    [1, 0],
    [1, 9],
  ])
  expect(read.runs.detail('run1')).toMatchObject({ checkpoints: [0, 1], wallSeconds: 4, epochsDone: 1 })
  save(2, 0.6, { epoch: 1, isNew: false })
  expect(place()).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
  ])
})

test('a run changes its state only as it may', async () => {
  const { db, read, write } = await open()
  const all = RunStatus.options
  const set = db.prepare('UPDATE runs SET status = ?, error = NULL WHERE id = ?')
  const end = (status: 'completed' | 'stopped' | 'paused' | 'failed') => () =>
    write.runs.finish('run1', { status, reason: null, error: null })
  const moves: Partial<Record<RunStatus, () => void>> = {
    queued: () => write.runs.resume('run1', { epoch: 0, step: 0 }),
    running: () => write.runs.begin('run1', { initial: null, environment, measured: null }),
    ...{ completed: end('completed'), stopped: end('stopped'), paused: end('paused'), failed: end('failed') },
  }
  for (const from of all)
    for (const [to, move] of Object.entries(moves)) {
      set.run(from, 'run1')
      const allowed = from === to || TRANSITIONS[from].includes(to as RunStatus)
      if (allowed) move()
      else expect(move, `${from} → ${to}`).toThrow(expect.objectContaining({ code: 'run/wrong-state' }))
      expect(read.runs.summary('run1')?.status).toBe(allowed ? to : from)
    }
  for (const from of all) {
    set.run(from, 'run1')
    write.runs.markInterrupted()
    const isTraining = from === 'queued' || from === 'running'
    expect(read.runs.summary('run1')?.status).toBe(isTraining ? 'interrupted' : from)
  }
})

test('a run that waits for space is paused with its reason, and found interrupted when its process dies', async () => {
  const { read, write } = await open()
  const error = { code: 'storage/disk-full' as const, message: 'The disk is full.' }
  write.runs.wait('run1', error)
  expect(read.runs.detail('run1')).toMatchObject({ status: 'paused', error })
  write.runs.wait('run1', null)
  expect(read.runs.detail('run1')).toMatchObject({ status: 'running', error: null })
  write.runs.wait('run1', error)
  expect(write.runs.markInterrupted()).toEqual(['run1'])
  expect(read.runs.detail('run1')).toMatchObject({ status: 'interrupted', error: null })
})

test('going on from an earlier checkpoint forgets what lay behind it', async () => {
  const { read, write, save } = await open()
  for (const epoch of [1, 2, 3]) save(epoch, 1 / epoch, { epoch, isNew: false })
  write.runs.saveCheckpoint('run1', checkpointAt(3, 4), 9, 1e9)
  write.runs.finish('run1', { status: 'stopped', reason: null, error: null })
  expect(read.runs.detail('run1')?.alarms).toEqual([{ ...alarm, epoch: 2 }])
  write.runs.resume('run1', { epoch: 1, step: 0 })
  expect(read.runs.detail('run1')).toMatchObject({ status: 'queued', epochsDone: 1, checkpoints: [0, 1], alarms: [] })
  expect(read.runs.detail('run1')?.kept).toHaveLength(2)
  expect([...read.runs.series('run1', 'val_loss')]).toEqual([1])
  expect(read.runs.diagnostics('run1', -1).map(({ epoch }) => epoch)).toEqual([1])
  expect(read.runs.summary('run1')?.sparkline).toEqual(Float32Array.of(1))
})

test('the trash gives back what was thrown in, until it is emptied; a fork keeps what it began with', async () => {
  const { db, read, write, save, insert } = await open()
  save(1, 0.5, { epoch: 1, isNew: false })
  expect(() => write.record.delete(['run1'])).toThrow(expect.objectContaining({ code: 'run/wrong-state' }))
  write.runs.finish('run1', { status: 'completed', reason: 'epochs', error: null })
  insert('fork', { from: { runId: 'run1', checkpoint: read.runs.checkpoints('run1')[1]! } })
  write.runs.finish('fork', { status: 'stopped', reason: null, error: null })
  write.record.edit('run1', { name: 'mine', note: 'why', addTags: ['paper', 'b', 'paper'] })
  write.record.edit('run1', { removeTags: ['b', 'none'] })
  expect(read.runs.detail('run1')).toMatchObject({ name: 'mine', note: 'why', tags: ['paper'] })
  write.record.delete(['run1'])
  expect(read.runs.list().map(({ id }) => id)).toEqual(['fork'])
  expect(read.runs.trash()).toMatchObject([{ id: 'run1', name: 'mine', deletedAt: expect.any(Number) }])
  expect([read.runs.match('mine'), read.runs.match('mine', true)]).toEqual([[], ['run1']])
  write.record.restore(['run1'])
  expect(read.runs.trash()).toEqual([])
  expect(read.runs.summary('run1')).toMatchObject({ tags: ['paper'], deletedAt: null })
  write.record.delete(['run1'])
  expect(write.record.emptyTrash()).toMatchObject({ runs: 1 })
  expect(read.runs.detail('fork')).toMatchObject({ parent: null, checkpoints: [1] })
  expect([...new Float32Array(read.runs.weights('fork', 1)!.buffer)]).toEqual([1, -1])
  // The fork's weights and moments; what only the other had is gone.
  expect(db.prepare('SELECT count(*) FROM blobs').pluck().get()).toBe(2)
  expect(db.pragma('foreign_key_check')).toEqual([])
})

test('a better epoch that was passed before the save is stored with it', async () => {
  const { read, save } = await open()
  save(3, 0.6, { epoch: 2, isNew: true })
  expect(read.runs.detail('run1')?.checkpoints).toEqual([0, 2, 3])
  expect(read.runs.detail('run1')).toMatchObject({ epochsDone: 3, bestEpoch: 2, status: 'running' })
})

test('histories longer than a chunk come back in order, bit for bit', async () => {
  const { db, read, write } = await open()
  const losses = Array.from({ length: 2500 }, (_, index) => Math.sin(index) / 3)
  // In portions that end inside, at and across the ends of chunks.
  for (let start = 0; start < losses.length; start += 341) {
    const val_loss = Float64Array.from(losses.slice(start, start + 341))
    const ones = val_loss.map(() => 1)
    const epoch = val_loss.map((_, index) => start + index + 1)
    const rest = { seconds: ones, loss: ones, accuracy: ones, val_accuracy: ones, mae: ones, val_mae: ones }
    const epochs = { epoch, val_loss, ...rest }
    const last = checkpointAt(start + val_loss.length)
    const metrics = { train: { loss: 1, accuracy: 1, count: 1 }, validation: null }
    const figures = { best: null, bestEpoch: null, wallSeconds: 1, samplesPerSecond: 1, diagnostics: null, alarms: [] }
    write.runs.saveEpochs('run1', { epochs, ...metrics, last, ...figures }, 1e9)
  }
  expect([...read.runs.series('run1', 'val_loss')]).toEqual(losses)
  expect(db.prepare("SELECT count(*) FROM metric_chunks WHERE series = 'val_loss'").pluck().get()).toBe(3)
  const first = db
    .prepare<[], { min: number; max: number }>(
      "SELECT min, max FROM metric_chunks WHERE series = 'val_loss' AND chunk = 0",
    )
    .get()
  expect(first).toEqual({ min: Math.min(...losses.slice(0, 1024)), max: Math.max(...losses.slice(0, 1024)) })
})

test('an error has a place for every epoch from the first that was measured, and takes none where there is none', async () => {
  const { db, read, save } = await open()
  const kept = (): unknown => db.prepare("SELECT count(*) FROM metric_chunks WHERE series LIKE '%mae'").pluck().get()
  const drawn = () => read.runs.windows('run1', ['epoch', 'mae'], { from: 0, to: 9, points: 9 }).mae
  save(1, null, null)
  save(2, null, null)
  expect([kept(), [...read.runs.series('run1', 'mae')]]).toEqual([0, [NaN, NaN]])
  expect(drawn()).toMatchObject({ count: 2, min: Float64Array.of(NaN, NaN), max: Float64Array.of(NaN, NaN) })
  // A later version goes on with a run of one that did not keep it.
  save(3, null, null, 1e9, 0.75)
  save(4, null, null, 1e9, 0.5)
  expect([kept(), [...read.runs.series('run1', 'mae')]]).toEqual([1, [NaN, NaN, 0.75, 0.5]])
  expect(drawn()).toMatchObject({ count: 4, min: Float64Array.of(NaN, NaN, 0.75, 0.5) })
  expect([...read.runs.series('run1', 'val_mae')]).toEqual([NaN, NaN, NaN, NaN])
})

test('an epoch without validation is NaN in the history, not zero', async () => {
  const { read, save } = await open()
  save(1, null, null)
  expect([...read.runs.series('run1', 'val_loss')]).toEqual([NaN])
  expect(read.runs.summary('run1')?.sparkline).toEqual(Float32Array.of(1))
})

test('damaged weights are told from good ones', async () => {
  const { db, read, save } = await open()
  save(1, 0.5, { epoch: 1, isNew: false })
  const sha256 = read.runs.detail('run1')?.weightsSha256
  db.prepare('UPDATE blobs SET bytes = ? WHERE sha256 = ?').run(new Uint8Array(8), sha256)
  expect(() => read.runs.weights('run1', 1)).toThrow(expect.objectContaining({ code: 'storage/damaged' }))
})

test('runs are found by id, by the beginning of an id, by name and as last', async () => {
  const { read, insert } = await open()
  insert('ruxx', { name: 'mine' })
  expect(read.runs.match('run1')).toEqual(['run1'])
  expect(read.runs.match('ru')).toEqual(['ruxx', 'run1'])
  expect(read.runs.match('mine')).toEqual(['ruxx'])
  expect(read.runs.match('last')).toEqual(['ruxx'])
  expect(read.runs.match("x' OR 1=1 --")).toEqual([])
  expect(read.runs.summary('run1')?.name).toBe('mlp-8 1')
})

test('what was training when its process died is interrupted', async () => {
  const { read, write, save } = await open()
  save(1, 0.5, { epoch: 1, isNew: false })
  expect(write.runs.markInterrupted()).toEqual(['run1'])
  expect(read.runs.summary('run1')).toMatchObject({ status: 'interrupted', epochsDone: 1 })
})
