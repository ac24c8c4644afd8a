import { firstKernel } from '../../../src-engine/inspect/layer-weights.ts'
import type { CommandArguments } from '../../contract/contract.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { inputShape, SplitName } from '../../../src-engine/spec/data.ts'
import type {
  CheckpointName,
  DatasetSummary,
  Evaluation,
  LayerWeights,
  RateCurve,
  RunDetail,
  RunHistory,
  RunSummary,
} from '../../contract/types.ts'
import type { InferenceClient } from '../../inference/client.ts'
import type { TrainedNetwork } from '../../inference/messages.ts'
import { SERIES } from '../../storage/repositories/metrics.ts'
import type { ReadStore } from '../../storage/store.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { chooseCheckpoint } from './choose-checkpoint.ts'
import { topK } from './top-k.ts'

/** Runs: found and looked into. */
export class Runs {
  readonly #read: ReadStore
  readonly #datasets: Datasets
  readonly #inference: InferenceClient

  constructor(read: ReadStore, datasets: Datasets, inference: InferenceClient) {
    this.#read = read
    this.#datasets = datasets
    this.#inference = inference
  }

  /** @throws {GlassboxError} `not-found` when no run, or more than one, is meant */
  async find(text: string, inTrash = false): Promise<RunSummary> {
    const [id, second] = await this.#read.runs.match(text, inTrash)
    const known = inTrash ? (await this.#read.runs.trash()).find((run) => run.id === id) : null
    const summary = id === undefined ? null : (known ?? (await this.#read.runs.summary(id)))
    if (!summary) throw noRun(text)
    if (second !== undefined && summary.name !== text)
      throw new GlassboxError('not-found', `More than one run begins with "${text}".`, {
        hint: 'Give more of its id; `glassbox runs list` shows them.',
      })
    return summary
  }

  async detail(id: string): Promise<RunDetail> {
    const detail = await this.#read.runs.detail(id)
    if (!detail) throw noRun(id)
    return detail
  }

  async history(id: string): Promise<RunHistory> {
    await this.detail(id)
    const entries = await Promise.all(
      SERIES.map(async (name) => [name, await this.#read.runs.series(id, name)] as const),
    )
    return Object.fromEntries(entries) as RunHistory
  }

  /** @throws {GlassboxError} `not-found` for a run that tried no rates, or has not finished */
  async rateCurve(id: string): Promise<RateCurve> {
    const { name, kind } = await this.detail(id)
    const result = await this.#read.runs.result(id)
    if (kind !== 'rateFinder' || result === null)
      throw new GlassboxError('not-found', `"${name}" has no curve over learning rates.`, {
        hint: 'Find a learning rate first.',
      })
    const { suggestion } = JSON.parse(result) as Pick<RateCurve, 'suggestion'>
    return { ...(await this.#read.runs.rateCurve(id)), suggestion }
  }

  async weights(id: string, checkpoint: CheckpointName): Promise<LayerWeights> {
    const detail = await this.detail(id)
    const { epoch, bytes } = await this.#checkpoint(detail, checkpoint)
    const kernel = firstKernel(detail.config.network, new Float32Array(bytes.buffer))
    if (!kernel)
      throw new GlassboxError('not-found', 'This network has no weights.', { hint: 'Add a dense or a conv2d layer.' })
    return { epoch, ...kernel, shape: [...kernel.shape] }
  }

  async evaluate({
    id,
    datasetId,
    split,
    checkpoint,
    topK: count,
  }: CommandArguments<'runs/evaluate'>): Promise<Evaluation> {
    const detail = await this.detail(id)
    const dataset = await this.#datasets.get(datasetId ?? detail.datasetId)
    const names = dataset.classes.map((entry) => entry.name)
    if (names.join('\0') !== detail.classes.join('\0'))
      throw new GlassboxError('input/invalid', `The classes of "${dataset.name}" are not those of the run.`, {
        hint: `It was trained on: ${detail.classes.join(', ')}.`,
      })
    refuseOtherInputs(detail, dataset)
    const { epoch, trained } = await this.trained(detail, checkpoint)
    const examples = (await this.#datasets.examples(dataset, detail.config.data))[split]
    if (examples.items.positions.length === 0)
      throw new GlassboxError('not-found', `The ${split} split of "${dataset.name}" is empty.`, {
        hint: `Choose another: ${filled(dataset).join(', ')}.`,
      })
    const { probabilities, loss, accuracy, tensorSha256 } = await this.#inference.evaluate(trained, examples)
    const stored = await this.#read.datasets.allItems(dataset.id)
    const classes = detail.classes
    const confusion = classes.map(() => classes.map(() => 0))
    const items = Array.from(examples.items.positions, (position, index) => {
      const classIndex = examples.items.labels[index] ?? 0
      const top = topK(probabilities.subarray(index * classes.length, (index + 1) * classes.length), classes, count)
      const row = confusion[classIndex]
      const predicted = classes.indexOf(top[0]?.label ?? '')
      if (row) row[predicted] = (row[predicted] ?? 0) + 1
      const probability = probabilities[index * classes.length + classIndex] ?? 0
      return {
        position,
        loss: -Math.log(probability),
        file: stored[position]?.path ?? '',
        label: classes[classIndex] ?? '',
        tensorSha256: tensorSha256[index] ?? '',
        top,
      }
    })
    const metrics = { loss, accuracy, count: items.length }
    return {
      ...{ metrics, accuracy: null, split, checkpoint: epoch, confusion, classes, perClass: [] },
      ...{ total: items.length, items },
    }
  }

  /** The network of a run as one of its checkpoints left it. */
  async trained(detail: RunDetail, checkpoint: CheckpointName): Promise<{ epoch: number; trained: TrainedNetwork }> {
    const { epoch, bytes } = await this.#checkpoint(detail, checkpoint)
    const { network, training, data } = detail.config
    return {
      epoch,
      trained: { network, loss: training.loss, prepare: data.prepare, table: data.table, weights: bytes },
    }
  }

  async #checkpoint(
    detail: RunDetail,
    checkpoint: CheckpointName,
  ): Promise<{ epoch: number; bytes: Uint8Array<ArrayBuffer> }> {
    const rows = (await this.#read.runs.checkpoints(detail.id)).filter(({ step }) => step === 0)
    const { epoch } = chooseCheckpoint(detail, rows, checkpoint)
    const bytes = await this.#read.runs.weights(detail.id, epoch)
    // Thinned out just now.
    if (!bytes) return this.#checkpoint(detail, checkpoint)
    return { epoch, bytes }
  }
}

/** Rows go only into a network for as many columns, pictures only into one for pictures: they are prepared to fit. */
function refuseOtherInputs({ name, config }: RunDetail, dataset: DatasetSummary): void {
  const { network, data } = config
  const input = inputShape(data.prepare, dataset.columns?.length)
  if ((data.prepare === null) === (dataset.columns !== null) && input.join() === network.input.join()) return
  const has = dataset.columns ? `rows of ${dataset.columns.length} numbers` : 'pictures'
  const wants = data.prepare ? 'pictures' : `rows of ${network.input.join('×')}`
  throw new GlassboxError('input/invalid', `"${dataset.name}" has ${has}, but "${name}" was trained on ${wants}.`, {
    hint: 'Choose data of the same kind.',
  })
}

/** The splits that hold something. */
function filled({ classes }: DatasetSummary): SplitName[] {
  return SplitName.options.filter((split) => classes.some(({ counts }) => counts[split] > 0))
}

function noRun(text: string): GlassboxError {
  return new GlassboxError('not-found', `There is no run "${text}".`, {
    hint: 'The Runs view, or `glassbox runs list`, shows all of them.',
  })
}
