import type { OptimizerSpec } from '../../../src-engine/spec/optimizer.ts'
import { optimizerAt, trainingAt } from '../../../src-engine/spec/run-changes.ts'
import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'

/** The optimiser that a run goes on with, at its rate before any schedule. */
export function optimizerNow({
  config,
  changes,
  epochsDone,
}: Pick<RunDetail, 'config' | 'changes' | 'epochsDone'>): OptimizerSpec {
  const place = { epoch: epochsDone, step: Infinity }
  // What an earlier version stored lacks the settings that came later.
  return optimizerAt(trainingAt(TrainingSpec.parse(config.training), changes, place), place)
}
