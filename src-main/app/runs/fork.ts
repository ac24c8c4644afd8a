import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { LayerInfo } from '../../../src-engine/spec/shapes.ts'
import { GlassboxError } from '../../contract/errors.ts'
import type { CheckpointRow } from '../../storage/repositories/checkpoints.ts'
import { canonicalJson } from '../../training/receipt.ts'

/**
 * A checkpoint of one run as the beginning of another: whatever means nothing under the new config is left out of it. From
 * epoch 0 only the weights are taken, which is what rewinding means.
 * @param before the layers of the network that the checkpoint is of
 * @throws {GlassboxError} `run/cannot-continue` when it cannot begin there
 */
export function beginningOf(
  checkpoint: CheckpointRow,
  { config: then, layers: before }: { config: RunConfig; layers: readonly LayerInfo[] },
  { config: now, layers: after }: { config: RunConfig; layers: readonly LayerInfo[] },
): CheckpointRow {
  const { epoch, step } = checkpoint
  if (shapesOf(before) !== shapesOf(after))
    throw cannot(
      'The weights of that run do not fit this network.',
      'Leave the layers and their sizes as they are; rates, regularisation and `trainable` may change.',
    )
  if (now.training.epochs <= epoch)
    throw cannot(
      `There is nothing left to train: the run begins behind epoch ${epoch} and ends with epoch ${now.training.epochs}.`,
      `Ask for more epochs in all, such as ${epoch + 10}.`,
    )
  if (epoch === 0 && step === 0) return { ...checkpoint, optimizerSha256: null, state: null }
  const same = (part: (config: RunConfig) => unknown): boolean => canonicalJson(part(then)) === canonicalJson(part(now))
  const sameData = same(({ data }) => data)
  const sameSteps = same(({ training: { batching, batchSize, seed, shuffle, changes } }) => {
    const ofBatches = changes.filter((change) => change.batching !== undefined || change.batchSize !== undefined)
    return [batching, batchSize, seed, shuffle, ofBatches.map(({ learningRate: _, ...rest }) => rest)]
  })
  if (step > 0 && !(sameData && sameSteps))
    throw cannot(
      `That checkpoint lies inside epoch ${epoch + 1}, and with other data or other batches there is no such place.`,
      'Begin from a whole epoch, or leave data, batch size, order and seed as they are.',
    )
  const { ended: _, ...state } = JSON.parse(checkpoint.state ?? '{}') as Record<string, unknown>
  const keepsWatch = sameData && same(({ training }) => training.earlyStopping)
  const sameOptimizer = then.training.optimizer.type === now.training.optimizer.type
  return {
    ...checkpoint,
    optimizerSha256: sameOptimizer ? checkpoint.optimizerSha256 : null,
    state: JSON.stringify({ epoch, step, lossSum: 0, correct: 0, ...state, ...(keepsWatch ? {} : { watch: null }) }),
  }
}

/** The config of a fork with the statistics that its weights have learnt with, unless it has others or scales otherwise. */
export function withStatistics(now: RunConfig, then: RunConfig): RunConfig {
  const { table, prepare } = now.data
  const before = then.data
  const sameTable = table && !table.statistics && table.scale === before.table?.scale
  const samePictures = prepare && !prepare.statistics && prepare.scale === before.prepare?.scale
  return {
    ...now,
    data: {
      ...now.data,
      ...(sameTable && { table: before.table }),
      ...(samePictures && { prepare: { ...prepare, statistics: before.prepare?.statistics } }),
    },
  }
}

/** The shapes of all parameters, in the order in which their numbers are stored. */
const shapesOf = (layers: readonly LayerInfo[]): string =>
  layers.flatMap(({ parameters }) => parameters.map(({ name, shape }) => `${name} ${shape.join('×')}`)).join()

const cannot = (message: string, hint: string): GlassboxError =>
  new GlassboxError('run/cannot-continue', message, { hint })
