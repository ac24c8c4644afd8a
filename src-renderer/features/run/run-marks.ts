import { stepsOf } from '../../../src-engine/train/batches.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'
import type { Mark } from '../../charts/mark.ts'
import { formatTick } from '../../ui/format.ts'
import { OPTIMIZER_NAMES } from './setting-facts.ts'

type Marked = Pick<RunDetail, 'bestEpoch' | 'begunFrom' | 'status' | 'epochsDone' | 'changes'>

/**
 * What happened to a run, at the epochs that had passed then: where it was forked, changed, paused, and was best.
 * @param count examples of the training split; null while it is not known
 */
export function runMarks(run: Marked, training: TrainingSpec, count: number | null): Mark[] {
  const { bestEpoch, begunFrom, status, epochsDone, changes } = run
  const marks = training.changes.map(({ epoch, ...change }) => ({ x: epoch - 1, label: changeWords(change) }))
  if (begunFrom && begunFrom.epoch > 0) marks.push({ x: begunFrom.epoch, label: 'forked' })
  if (bestEpoch !== null && bestEpoch > 0) marks.push({ x: bestEpoch, label: 'best' })
  if (status === 'paused' && epochsDone > 0) marks.push({ x: epochsDone, label: 'paused' })
  const set = changes.map((change) => {
    const { epoch, step, path, after } = change
    const part = count === null ? 0 : step / stepsOf(training, epoch + 1, count)
    return { x: epoch + part, label: path === 'optimizer' ? OPTIMIZER_NAMES[after.type] : `rate ${formatTick(after)}` }
  })
  return [...marks.filter(({ x }) => x <= epochsDone), ...set]
}

function changeWords({ learningRate, batching, batchSize }: Omit<TrainingSpec['changes'][number], 'epoch'>): string {
  return [
    learningRate !== undefined && `rate ${formatTick(learningRate)}`,
    batchSize !== undefined && `batch ${batchSize}`,
    batching !== undefined && { miniBatch: 'mini-batches', full: 'all examples', online: 'one example' }[batching],
  ]
    .filter((word) => word !== false)
    .join(', ')
}
