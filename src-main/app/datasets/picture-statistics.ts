import { stat } from 'node:fs/promises'
import { inputShape, type ChannelStatistics, type PrepareSpec } from '../../../src-engine/spec/data.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { exampleBytes } from '../../datasets/cache.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { MeasureRequest } from '../../datasets/protocol.ts'
import type { StoredDataset } from '../../storage/repositories/datasets/stored.ts'
import type { Datasets } from './datasets.ts'
import type { Places } from './places.ts'

/** Mean and deviation of a training split's channels, by which pictures are standardized. */
export class PictureStatistics {
  readonly #datasets: Datasets
  readonly #places: Places
  readonly #worker: DatasetWorker
  /** By cache file: the pictures of a data set never change. */
  readonly #measured = new Map<string, Promise<ChannelStatistics>>()

  constructor(datasets: Datasets, places: Places, worker: DatasetWorker) {
    this.#datasets = datasets
    this.#places = places
    this.#worker = worker
  }

  /**
   * As a run measures them on the pictures prepared like this; where no run has prepared them so, what the data set's own
   * cache says of them, which had another size or fit.
   * @throws {GlassboxError} `run/spec-invalid` when no picture is in the training split; as `Datasets.prepared`
   */
  async of(
    dataset: StoredDataset,
    prepare: PrepareSpec,
  ): Promise<{ statistics: ChannelStatistics; isEstimate: boolean }> {
    const isThere = await this.#isPrepared(dataset, prepare)
    const cached = isThere || !dataset.prepare ? prepare : dataset.prepare
    if (!isThere) await this.#datasets.prepared(dataset, cached)
    return { statistics: await this.#measure(dataset, cached, prepare), isEstimate: !isThere }
  }

  async #isPrepared(dataset: StoredDataset, prepare: PrepareSpec): Promise<boolean> {
    const facts = await stat(this.#places.cache(dataset.id, prepare)).catch(() => null)
    return facts?.size === dataset.itemCount * exampleBytes(inputShape(prepare, undefined), prepare)
  }

  #measure(dataset: StoredDataset, cached: PrepareSpec, prepare: PrepareSpec): Promise<ChannelStatistics> {
    const cacheFile = this.#places.cache(dataset.id, cached)
    const key = JSON.stringify([cacheFile, prepare.channels, prepare.invert])
    const known = this.#measured.get(key)
    if (known) return known
    const measuring = this.#measureNow(dataset, { cacheFile, cached, prepare })
    this.#measured.set(key, measuring)
    measuring.catch(() => this.#measured.delete(key))
    return measuring
  }

  async #measureNow(
    dataset: StoredDataset,
    request: Pick<MeasureRequest, 'cacheFile' | 'cached' | 'prepare'>,
  ): Promise<ChannelStatistics> {
    const { train } = await this.#datasets.examplesIn(request.cacheFile, dataset, dataset)
    const { positions } = train.items
    if (positions.length === 0)
      throw new GlassboxError('run/spec-invalid', `"${dataset.name}" has no training picture to measure.`, {
        hint: 'Choose the scale 0..1 or -1..1.',
        details: { path: 'data.prepare.scale' },
      })
    return this.#worker.measure({ ...request, itemCount: train.itemCount, positions })
  }
}
