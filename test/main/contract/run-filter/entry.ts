import type { RunEntry } from '../../../../src-main/contract/run-filter/field.ts'
import type { RunSummary } from '../../../../src-main/contract/types.ts'

/** A run for filters. @param settings of paths, as they would be in JSON */
export function entry(changes: Partial<RunSummary> = {}, settings: Record<string, unknown> = {}): RunEntry {
  const run: RunSummary = {
    ...{ id: 'run00001', name: 'cnn-small 1', status: 'completed', data: 'sign-digits', datasetId: 'data0001' },
    ...{ task: 'classification', preset: 'cnn-small', kind: 'training', seed: 7, parent: null, groupId: null },
    ...{ tags: [], note: '', experiment: null, isPinned: false, end: 'epochs', deletedAt: null },
    ...{ optimizer: 'adam', learningRate: 0.001, batchSize: 32, parameterCount: 12_345 },
    ...{ epochs: 20, epochsDone: 20, bestEpoch: 12, startedAt: 0, wallSeconds: 90, sparkline: new Float32Array() },
    metrics: {
      train: { loss: 0.1, accuracy: 0.99, count: 60 },
      validation: { loss: 0.3, accuracy: 0.9, count: 20 },
      test: { loss: 0.4, accuracy: 0.85, count: 20 },
    },
    last: { loss: 0.05, accuracy: 1, val_loss: 0.5, val_accuracy: 0.88, mae: null, val_mae: null },
    ...changes,
  }
  return {
    run,
    keptBytes: 2_000_000,
    setting: (path) => (Object.hasOwn(settings, path) ? JSON.stringify(settings[path]) : undefined),
  }
}
