import type { PlanOptions } from '../../src-engine/plan/model.ts'
import type { RunConfig } from '../../src-engine/spec/config.ts'
import type { Task } from '../../src-engine/spec/data.ts'
import { sizeOf } from '../../src-engine/spec/shapes.ts'
import { largestBatch } from '../../src-engine/train/batches.ts'

/** The rows of a larger table do not stand beside the model: they are copied when a step draws them. */
const MOST_TABLE_BYTES = 2 ** 28

export interface Planned {
  readonly network: RunConfig['network']
  readonly training: RunConfig['training']
  /** Whether the examples are rows of a table. */
  readonly isTable: boolean
  readonly task: Task
  /** Examples to train on. */
  readonly count: number
  readonly threads: number
}

/** The model that such a training needs: with room for its largest batch, and for the rows of a small table. */
export function planOptions({ network, training, isTable, task, count, threads }: Planned): PlanOptions {
  const bytes = count * sizeOf(network.input) * Float32Array.BYTES_PER_ELEMENT
  const tableRows = isTable && bytes <= MOST_TABLE_BYTES ? count : 0
  return { network, batchSize: largestBatch(training, count), training, task, threads, tableRows }
}
