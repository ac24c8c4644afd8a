import { RunConfig } from '../../src-engine/spec/config.ts'
import { presetNetwork } from '../../src-engine/spec/presets.ts'
import type { EventPayload } from '../../src-main/contract/contract.ts'
import {
  DEFAULT_SETTINGS,
  type DatasetSummary,
  type Environment,
  type Estimate,
  type EvaluatedItem,
  type Evaluation,
  type Receipt,
  type RunDetail,
  type RunSummary,
  type Settings,
} from '../../src-main/contract/types.ts'

export function sampleDataset(changes: Partial<DatasetSummary> = {}): DatasetSummary {
  return {
    id: 'data0001',
    name: 'fruit',
    folder: '/pictures/fruit',
    builtIn: null,
    task: 'classification',
    columns: null,
    createdAt: 1_700_000_000_000,
    classes: [
      { name: 'apple', counts: { train: 6, validation: 2, test: 2 } },
      { name: 'banana', counts: { train: 12, validation: 4, test: 4 } },
    ],
    itemCount: 30,
    skippedCount: 1,
    split: [0.6, 0.2, 0.2],
    prepare: { size: [8, 8], channels: 'rgb', fit: 'squash', scale: '0..1', invert: false },
    contentSha256: 'c'.repeat(64),
    ...{ version: 1, parentId: null, health: null },
    ...changes,
  }
}

export function sampleRun(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'run00001',
    name: 'fruit 1',
    status: 'completed',
    data: 'fruit',
    datasetId: 'data0001',
    task: 'classification',
    preset: 'cnn-small',
    kind: 'training',
    seed: 7,
    parent: null,
    groupId: null,
    tags: [],
    ...{ note: '', experiment: null, isPinned: false },
    ...{ optimizer: 'adam', learningRate: 0.001, batchSize: 32, parameterCount: 12_345 },
    end: 'epochs',
    deletedAt: null,
    epochs: 3,
    epochsDone: 3,
    bestEpoch: 2,
    metrics: {
      train: { loss: 0.2, accuracy: 0.95, count: 18 },
      validation: { loss: 0.31, accuracy: 0.875, count: 6 },
      test: { loss: 0.4, accuracy: 0.75, count: 6 },
    },
    last: { loss: 0.15, accuracy: 1, val_loss: 0.35, val_accuracy: 0.75, mae: null, val_mae: null },
    startedAt: 1_700_000_100_000,
    wallSeconds: 80,
    sparkline: Float32Array.of(0.9, 0.31, 0.35),
    ...changes,
  }
}

const environment: Environment = {
  ...{ engine: '0.1.0', build: 'b'.repeat(64), runtime: 'node 24', threads: 1 },
  ...{ fusedMultiplyAdd: true, relaxedSimd: true, sharedMemory: true },
}

export function sampleReceipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    ...{ version: 1, data: 'c'.repeat(64), spec: 'd'.repeat(64), seed: 7, start: null, epochs: 3 },
    ...{ weights: 'a'.repeat(64), environment },
    ...changes,
  }
}

type SettingsInput = { [K in keyof Settings]?: Settings[K] | undefined }

export function sampleSettings(changed: SettingsInput = {}): Settings {
  const set = Object.entries(changed).filter(([, value]) => value !== undefined)
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(set) }
}

/** What a job of no kind in particular ends with. */
export function sampleOutcome(changes: Partial<EventPayload<'job/finished'>> = {}): EventPayload<'job/finished'> {
  return {
    ...{ jobId: 'job00001', datasetId: null, report: null, verification: null, runIds: null },
    ...{ problems: null, error: null },
    ...changes,
  }
}

export function sampleDetail(changes: Partial<RunDetail> = {}): RunDetail {
  const network = presetNetwork('cnn-small', [8, 8, 3], 2)
  return {
    ...sampleRun(),
    config: RunConfig.parse({ data: { source: 'data0001' }, network, training: { epochs: 3, seed: 7 } }),
    changes: [],
    classes: ['apple', 'banana'],
    samplesPerSecond: 3210,
    predictedSeconds: null,
    weightsSha256: 'a'.repeat(64),
    checkpoints: [1, 2, 3],
    begunFrom: null,
    kept: [1, 2, 3].map((epoch) => ({ epoch, step: 0, bytes: 1_500_000, pinned: false, isExact: true })),
    alarms: [],
    receipt: null,
    error: null,
    environment,
    ...changes,
  }
}

/** Three classes and eight pictures, five of them right. */
export function sampleEvaluation(changes: Partial<Evaluation> = {}): Evaluation {
  const estimate = (value: number): Estimate => ({ value, low: value / 2, high: (1 + value) / 2 })
  const figures = (value: number) => ({ precision: estimate(value), recall: estimate(value), f1: estimate(value) })
  return {
    metrics: { loss: 0.5, accuracy: 0.625, count: 8 },
    accuracy: { value: 0.625, low: 0.306, high: 0.863 },
    split: 'validation',
    checkpoint: 2,
    confusion: [
      [2, 1, 0],
      [0, 3, 0],
      [2, 0, 0],
    ],
    classes: ['apple', 'banana', '=cherry'],
    perClass: [
      { name: 'apple', count: 3, predicted: 4, ...figures(0.5) },
      { name: 'banana', count: 3, predicted: 4, ...figures(0.75) },
      { name: '=cherry', count: 2, predicted: 0, precision: null, recall: estimate(0), f1: estimate(0) },
    ],
    total: 8,
    items: [],
    ...changes,
  }
}

export function sampleItem(changes: Partial<EvaluatedItem> = {}): EvaluatedItem {
  const top = [
    { label: 'banana', probability: 0.75 },
    { label: 'apple', probability: 0.25 },
  ]
  return { position: 4, file: 'apple/4.png', label: 'apple', tensorSha256: 'e'.repeat(64), top, loss: 1.39, ...changes }
}
