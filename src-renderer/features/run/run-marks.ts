import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'
import type { Mark } from '../../charts/mark.ts'
import { formatTick } from '../../ui/format.ts'

type Marked = Pick<RunDetail, 'bestEpoch' | 'begunFrom' | 'status' | 'epochsDone'>

/** What happened to a run, at the epochs that had passed then: where it was forked, changed, paused, and was best. */
export function runMarks(run: Marked, training: TrainingSpec): Mark[] {
  const { bestEpoch, begunFrom, status, epochsDone } = run
  const marks = training.changes.map(({ epoch, ...change }) => ({ x: epoch - 1, label: changeWords(change) }))
  if (begunFrom && begunFrom.epoch > 0) marks.push({ x: begunFrom.epoch, label: 'forked' })
  if (bestEpoch !== null && bestEpoch > 0) marks.push({ x: bestEpoch, label: 'best' })
  if (status === 'paused' && epochsDone > 0) marks.push({ x: epochsDone, label: 'paused' })
  return marks.filter(({ x }) => x <= epochsDone)
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
