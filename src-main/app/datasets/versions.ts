import { rm } from 'node:fs/promises'
import { assignSplits } from '../../../src-engine/data/split.ts'
import { inputShape } from '../../../src-engine/spec/data.ts'
import type { CommandArguments } from '../../contract/contract.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { exampleBytes } from '../../datasets/cache.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import { COMPARED_AT_ONCE } from '../../datasets/doctor/compared-at-once.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets/stored.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import { newId } from '../ids.ts'
import { contentOf } from './content-of.ts'
import type { Datasets } from './datasets.ts'
import type { Places } from './places.ts'

/** Versions of data sets: the same data without some of their items. */
export class Versions {
  readonly #read: ReadStore
  readonly #worker: DatasetWorker
  readonly #datasets: Datasets
  readonly #places: Places

  constructor(read: ReadStore, worker: DatasetWorker, datasets: Datasets, places: Places) {
    this.#read = read
    this.#worker = worker
    this.#datasets = datasets
    this.#places = places
  }

  /**
   * Stores a data set without the items at these positions. The others keep their splits, which are told by content, unless
   * one has to be lent to a split that lost its last of a class. Nothing is decoded.
   * @returns the id of the new data set
   * @throws {GlassboxError} `not-found`, `input/invalid` for positions that are not there, `dataset/one-class`, `cancelled`
   */
  async exclude(
    write: WriteStore,
    { id, positions, reason }: CommandArguments<'datasets/exclude'>,
    options: JobOptions,
  ): Promise<string> {
    const parent = await this.#datasets.get(id)
    const all = await this.#read.datasets.allItems(id)
    const out = new Set(positions)
    if (positions.some((position) => position >= all.length))
      throw new GlassboxError('input/invalid', `"${parent.name}" has only ${all.length} items.`, {
        hint: 'Have the doctor look at it again.',
      })
    const { classes, items } = remaining(parent, all, out)
    const version = newId()
    const cacheFile = this.#places.cache(version, parent.prepare)
    try {
      await this.#worker.subset(
        {
          from: await this.#datasets.prepared(parent, parent.prepare, options.signal),
          to: cacheFile,
          itemBytes: exampleBytes(inputShape(parent.prepare, parent.columns?.length), parent.prepare),
          count: all.length,
          positions: Uint32Array.from(
            all.filter(({ position }) => !out.has(position)),
            ({ position }) => position,
          ),
        },
        options,
      )
      const { task, columns, prepare } = parent
      const left = all
        .filter(({ position }) => out.has(position))
        .map(({ path }) => ({ path, code: 'dataset/excluded' as const, reason }))
      const skipped = [...(await this.#read.datasets.skipped(id)), ...left]
      const patient = {
        task,
        columns,
        prepare,
        classes,
        items,
        skipped,
        cacheFile,
        isImported: true,
        mostCompared: COMPARED_AT_ONCE,
      }
      const report = await this.#worker.examine({ patient, originals: null }, options)
      const { name, folder, builtIn, reading, root, fingerprint, split, files } = parent
      await write.datasets.insert({
        ...{ id: version, name, folder, builtIn, task, columns, reading, root, fingerprint, split, prepare, files },
        ...{ classes, items, skipped, version: parent.version + 1, parentId: id },
        contentSha256: contentOf(columns, classes, items),
      })
      await write.datasets.setDoctor(version, report)
      return version
    } catch (error) {
      await rm(cacheFile, { force: true })
      throw error
    }
  }
}

/** What is left, in its order, by the classes that still have items. */
function remaining(
  { name, task, classes, split }: StoredDataset,
  all: readonly StoredItem[],
  out: ReadonlySet<number>,
): { classes: string[]; items: StoredItem[] } {
  const left = all.filter(({ position }) => !out.has(position))
  const filled = new Set(left.map(({ classIndex }) => classIndex))
  const kept = classes.flatMap(({ name: className }, index) => (filled.has(index) ? [{ className, index }] : []))
  if (left.length === 0 || (task === 'classification' && kept.length < 2))
    throw new GlassboxError('dataset/one-class', `Too little of "${name}" would be left to tell classes apart.`, {
      hint: 'Leave out fewer.',
    })
  const indices = new Map(kept.map(({ index }, place) => [index, place]))
  const renumbered = left.map((item, position) => ({ ...item, position, classIndex: indices.get(item.classIndex)! }))
  const splits = assignSplits(renumbered, split)
  return {
    classes: kept.map(({ className }) => className),
    items: renumbered.map((item, position) => ({ ...item, split: splits[position]! })),
  }
}
