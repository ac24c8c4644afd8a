import type Database from 'better-sqlite3'
import { presetConfig } from '../../../../src-engine/spec/preset-config.ts'
import { writeStore } from '../../../../src-main/storage/store.ts'

export const RUN = 'run1'

const environment = {
  ...{ engine: '0.1.0', build: null, runtime: 'node 24', threads: 1 },
  ...{ fusedMultiplyAdd: true, relaxedSimd: true, sharedMemory: true },
}

const one = (value: number): Float64Array<ArrayBuffer> => Float64Array.of(value)
const bytesOf = (epoch: number): Uint8Array =>
  new Uint8Array(Float32Array.from({ length: 2000 }, (_, index) => Math.sin(epoch * 1000 + index)).buffer)

/** A run that has begun. @returns what saves its next epoch; when it returns, the epoch is acknowledged */
export function beginSaving(db: Database.Database): (epoch: number) => void {
  const { datasets, runs } = writeStore(db)
  const config = presetConfig({ source: 'data1', classes: 2, preset: 'mlp-8', trainCount: 100 })
  const { split, prepare } = config.data
  datasets.insert({
    ...{ id: 'data1', name: 'd', folder: '/d', root: '/d', fingerprint: 'f', contentSha256: 'c' },
    ...{
      classes: ['a', 'b'],
      split,
      prepare,
      files: null,
      columns: null,
      builtIn: null,
      items: [],
      skipped: [],
      task: 'classification',
      reading: null,
      version: 1,
      parentId: null,
    },
  })
  runs.insert({
    ...{ id: RUN, name: null, kind: 'training', datasetId: 'data1', preset: 'mlp-8', config },
    ...{ classes: ['a', 'b'], parameterCount: 2000, from: null, groupId: null },
  })
  runs.begin(RUN, {
    initial: { epoch: 0, step: 0, weights: bytesOf(0), optimizer: null, state: null },
    ...{ environment, measured: null },
  })
  return (epoch) =>
    runs.saveEpochs(
      RUN,
      {
        epochs: {
          ...{ epoch: one(epoch), seconds: one(0.5), loss: one(1 / epoch), accuracy: one(0.5) },
          ...{ val_loss: one(1 / epoch), val_accuracy: one(0.25), mae: one(NaN), val_mae: one(NaN) },
        },
        train: { loss: 1 / epoch, accuracy: 0.5, count: 10 },
        validation: { loss: 1 / epoch, accuracy: 0.25, count: 4 },
        last: { epoch, step: 0, weights: bytesOf(epoch), optimizer: bytesOf(-epoch), state: `{"epoch":${epoch}}` },
        ...{ best: null, bestEpoch: epoch, wallSeconds: epoch, samplesPerSecond: 100, diagnostics: null, alarms: [] },
      },
      1e9,
    )
}
