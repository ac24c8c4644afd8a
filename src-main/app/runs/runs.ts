import { firstWeighted, tensorsOf, viewTensor } from '../../../src-engine/inspect/layer-weights.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { eachSeries } from '../../contract/curve-history.ts'
import { GlassboxError } from '../../contract/errors.ts'
import type {
  CheckpointName,
  LayerWeights,
  RateCurve,
  RunDetail,
  RunHistory,
  RunSummary,
} from '../../contract/types.ts'
import type { TrainedNetwork } from '../../inference/messages.ts'
import { ERROR_SERIES, SERIES } from '../../storage/repositories/metrics.ts'
import type { ReadStore } from '../../storage/store.ts'
import { chooseCheckpoint } from './choose-checkpoint.ts'

interface CurveRequest {
  readonly id: string
  readonly series: readonly (keyof RunHistory)[]
  readonly from: number
  readonly to?: number | undefined
  readonly points: number
}

/** Runs: found and looked into. */
export class Runs {
  readonly #read: ReadStore

  constructor(read: ReadStore) {
    this.#read = read
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
      [...SERIES, ...ERROR_SERIES].map(async (name) => [name, await this.#read.runs.series(id, name)] as const),
    )
    return Object.fromEntries(entries) as RunHistory
  }

  /** A part of some curves as they can be drawn; where every epoch has a point of its own there is no `high`. */
  async curves({ id, series, from, to = Infinity, points }: CurveRequest) {
    const windows = await this.#read.runs.windows(id, ['epoch', ...series], { from, to, points })
    const { count, min, max } = windows.epoch
    // Who it is, is only asked where nothing was found.
    if (count === 0) await this.detail(id)
    const of = (end: 'min' | 'max') =>
      eachSeries((name) => (name === 'epoch' || series.includes(name) ? windows[name][end] : new Float64Array()))
    const isExact = min.every((epoch, point) => epoch === max[point])
    return { count, ...of('min'), ...(!isExact && { high: of('max') }) }
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

  /** @param wanted index of a layer; without it the first that has weights */
  async weights(id: string, checkpoint: CheckpointName, wanted?: number): Promise<LayerWeights> {
    const detail = await this.detail(id)
    const { network } = detail.config
    const layer = wanted === undefined ? firstWeighted(network) : layerOf(network, wanted)
    if (layer === null)
      throw new GlassboxError('not-found', 'This network has no weights.', { hint: 'Add a dense or a conv2d layer.' })
    const { epoch, bytes } = await this.#checkpoint(detail, checkpoint)
    const weights = new Float32Array(bytes.buffer)
    return { epoch, layer, tensors: tensorsOf(network, layer).map((place) => viewTensor(weights, place)) }
  }

  /**
   * The epoch whose weights are meant.
   * @throws {GlassboxError} `run/no-checkpoint`
   */
  async epochOf(detail: RunDetail, checkpoint: CheckpointName): Promise<number> {
    const rows = (await this.#read.runs.checkpoints(detail.id)).filter(({ step }) => step === 0)
    return chooseCheckpoint(detail, rows, checkpoint).epoch
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
    const epoch = await this.epochOf(detail, checkpoint)
    const bytes = await this.#read.runs.weights(detail.id, epoch)
    // Thinned out just now.
    if (!bytes) return this.#checkpoint(detail, checkpoint)
    return { epoch, bytes }
  }
}

/** @throws {GlassboxError} `not-found` when the network has no such layer */
export function layerOf({ layers }: NetworkSpec, index: number): number {
  if (index < layers.length) return index
  throw new GlassboxError('not-found', `There is no layer ${index}.`, {
    hint: `The network has ${layers.length} layers, counted from 0.`,
  })
}

function noRun(text: string): GlassboxError {
  return new GlassboxError('not-found', `There is no run "${text}".`, {
    hint: 'The Runs view, or `glassbox runs list`, shows all of them.',
  })
}
