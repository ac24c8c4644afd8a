import { SpecError } from '../spec/shapes.ts'
import type { TrainingSpec } from '../spec/training.ts'

/**
 * Refuses what a spec can say and the training loop does not do.
 * @throws {SpecError} naming the first such setting
 */
export function checkSupported(training: Partial<TrainingSpec>): void {
  const { batching, changes, earlyStopping, classWeights } = training
  demand((classWeights ?? null) === null, 'training.classWeights', 'class weights')
  demand((batching ?? 'miniBatch') === 'miniBatch', 'training.batching', `${batching} batching`)
  demand((changes ?? []).length === 0, 'training.changes', 'changes on the way')
  demand((earlyStopping ?? null) === null, 'training.earlyStopping', 'early stopping')
}

function demand(isSupported: boolean, path: string, what: string): void {
  if (!isSupported) throw new SpecError(path, `Training cannot use ${what} yet.`, 'Leave it out.')
}
