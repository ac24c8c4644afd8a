import { stat } from 'node:fs/promises'
import { inputShape, type ChannelStatistics, type DataSpec, type PrepareSpec } from '../../../src-engine/spec/data.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { exampleBytes } from '../../datasets/cache.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { StoredDataset } from '../../storage/repositories/datasets.ts'
import type { Datasets } from './datasets.ts'
import type { Places } from './places.ts'

/** Mean and deviation of a training split's channels, by which pictures are standardized. */
export class PictureStatistics {
  readonly #datasets: Datasets
  readonly #places: Places
  readonly #worker: DatasetWorker
  /** By cache file and split: the pictures of a data set never change. */
  readonly #measured = new Map<string, Promise<ChannelStatistics>>()

  constructor(datasets: Datasets, places: Places, worker: DatasetWorker) {
    this.#datasets = datasets
    this.#places = places
    this.#worker = worker
  }

  /**
   * Of the training pictures exactly as a network will see them, which are prepared for it where they are not.
   * @throws {GlassboxError} `run/spec-invalid` when no picture is in the training split; as `Datasets.prepared`
   */
  async ofRun(dataset: StoredDataset, prepare: PrepareSpec, split: DataSpec['split']): Promise<ChannelStatistics> {
    await this.#datasets.prepared(dataset, prepare)
    return this.#measure(dataset, prepare, prepare, split)
  }

  /**
   * The same before anything is prepared anew: where no run has prepared the pictures like this, what the data set's own
   * cache says of them, which had another size or fit.
   */
  async forPreview(
    dataset: StoredDataset,
    prepare: PrepareSpec,
  ): Promise<{ statistics: ChannelStatistics; isEstimate: boolean }> {
    const isThere = await this.#isPrepared(dataset, prepare)
    const cached = isThere || !dataset.prepare ? prepare : dataset.prepare
    if (!isThere) await this.#datasets.prepared(dataset, cached)
    return { statistics: await this.#measure(dataset, cached, prepare, dataset.split), isEstimate: !isThere }
  }

  async #isPrepared(dataset: StoredDataset, prepare: PrepareSpec): Promise<boolean> {
    const facts = await stat(this.#places.cache(dataset.id, prepare)).catch(() => null)
    return facts?.size === dataset.itemCount * exampleBytes(inputShape(prepare, undefined), prepare)
  }

  #measure(
    dataset: StoredDataset,
    cached: PrepareSpec,
    prepare: PrepareSpec,
    split: DataSpec['split'],
  ): Promise<ChannelStatistics> {
    const cacheFile = this.#places.cache(dataset.id, cached)
    const key = JSON.stringify([cacheFile, prepare.channels, prepare.invert, split])
    const known = this.#measured.get(key)
    if (known) return known
    const measuring = this.#measureNow(dataset, { cacheFile, cached, prepare, split })
    this.#measured.set(key, measuring)
    measuring.catch(() => this.#measured.delete(key))
    return measuring
  }

  async #measureNow(
    dataset: StoredDataset,
    { split, ...request }: { cacheFile: string; cached: PrepareSpec; prepare: PrepareSpec; split: DataSpec['split'] },
  ): Promise<ChannelStatistics> {
    const { train } = await this.#datasets.examplesIn(request.cacheFile, dataset, { split })
    const { positions } = train.items
    if (positions.length === 0)
      throw new GlassboxError('run/spec-invalid', `"${dataset.name}" has no training picture to measure.`, {
        hint: 'Choose the scale 0..1 or -1..1.',
        details: { path: 'data.prepare.scale' },
      })
    return this.#worker.measure({ ...request, itemCount: train.itemCount, positions })
  }
}
