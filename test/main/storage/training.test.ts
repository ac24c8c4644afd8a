import type Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { readStore, writeStore } from '../../../src-main/storage/store.ts'
import { temporaryFolder } from '../support/temporary.ts'

const one = (value: number): Float64Array<ArrayBuffer> => Float64Array.of(value)
const weightsOf = (epoch: number): Uint8Array => new Uint8Array(new Float32Array([epoch, -epoch]).buffer)

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
  })
  write.runs.insert({
    id: 'run1',
    name: null,
    datasetId: 'data1',
    preset: 'mlp-8',
    config,
    classes: ['a', 'b'],
    parameterCount: 2,
  })
  write.runs.begin('run1', { epoch: 0, weights: weightsOf(0), optimizer: null, state: null }, null)
  const save = (epoch: number, validationLoss: number | null, best: { epoch: number; isNew: boolean } | null): void =>
    write.runs.saveEpochs('run1', {
      epochs: {
        ...{ epoch: one(epoch), seconds: one(0.5), loss: one(1 / epoch), accuracy: one(0.5) },
        ...{ val_loss: one(validationLoss ?? NaN), val_accuracy: one(validationLoss === null ? NaN : 0.25) },
      },
      train: { loss: 1 / epoch, accuracy: 0.5, count: 10 },
      validation: validationLoss === null ? null : { loss: validationLoss, accuracy: 0.25, count: 4 },
      last: { epoch, weights: weightsOf(epoch), optimizer: new Uint8Array([epoch]), state: `{"epoch":${epoch}}` },
      best: best?.isNew ? { epoch: best.epoch, weights: weightsOf(best.epoch), optimizer: null, state: null } : null,
      bestEpoch: best?.epoch ?? null,
      wallSeconds: epoch,
      samplesPerSecond: 100,
    })
  return { db, read, write, save }
}

test('what a run stored of its machine is read back, with what older runs could not say', async () => {
  const { db, read } = await open()
  const older = { engine: '0.1.0', runtime: 'node 24', threads: 2, fusedMultiplyAdd: true }
  const store = db.prepare("UPDATE runs SET environment = ? WHERE id = 'run1'")
  expect(read.runs.detail('run1')?.environment).toBeNull()
  store.run(JSON.stringify(older))
  expect(read.runs.detail('run1')?.environment).toEqual({ ...older, relaxedSimd: true, sharedMemory: true })
  const plain = { ...older, fusedMultiplyAdd: false, relaxedSimd: false, sharedMemory: false }
  store.run(JSON.stringify(plain))
  expect(read.runs.detail('run1')?.environment).toEqual(plain)
})

test('first, best and last checkpoints are kept, and nothing else takes space', async () => {
  const { db, read, save } = await open()
  save(1, 0.9, { epoch: 1, isNew: false })
  save(2, 0.4, { epoch: 2, isNew: false })
  save(3, 0.6, { epoch: 2, isNew: false })
  save(4, 0.7, { epoch: 2, isNew: false })
  expect(read.runs.detail('run1')?.checkpoints).toEqual([0, 2, 4])
  expect([...new Float32Array(read.runs.weights('run1', 2)!.buffer)]).toEqual([2, -2])
  expect(read.runs.weights('run1', 3)).toBeNull()
  // Three weights and the optimiser state of the last.
  expect(db.prepare('SELECT count(*) FROM blobs').pluck().get()).toBe(4)
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
    const epochs = { epoch, seconds: ones, loss: ones, accuracy: ones, val_loss, val_accuracy: ones }
    const last = { epoch: start + val_loss.length, weights: weightsOf(1), optimizer: null, state: null }
    const metrics = { train: { loss: 1, accuracy: 1, count: 1 }, validation: null }
    const figures = { best: null, bestEpoch: null, wallSeconds: 1, samplesPerSecond: 1 }
    write.runs.saveEpochs('run1', { epochs, ...metrics, last, ...figures })
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

test('an epoch without validation is NaN in the history, not zero', async () => {
  const { read, save } = await open()
  save(1, null, null)
  expect([...read.runs.series('run1', 'val_loss')]).toEqual([NaN])
  expect(read.runs.summary('run1')?.sparkline).toEqual([1])
})

test('damaged weights are told from good ones', async () => {
  const { db, read, save } = await open()
  save(1, 0.5, { epoch: 1, isNew: false })
  const sha256 = read.runs.detail('run1')?.weightsSha256
  db.prepare('UPDATE blobs SET bytes = ? WHERE sha256 = ?').run(new Uint8Array(8), sha256)
  expect(() => read.runs.weights('run1', 1)).toThrow(expect.objectContaining({ code: 'storage/damaged' }))
})

test('runs are found by id, by the beginning of an id, by name and as last', async () => {
  const { read, write } = await open()
  const config = presetConfig({ source: 'data1', classes: 2, preset: 'logistic', trainCount: 100 })
  write.runs.insert({
    id: 'ruxx',
    name: 'mine',
    datasetId: 'data1',
    preset: 'logistic',
    config,
    classes: [],
    parameterCount: 1,
  })
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
