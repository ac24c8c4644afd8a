import { SpecError, type LayerInfo } from '../spec/shapes.ts'
import type { TrainingSpec } from '../spec/training.ts'

const LAYERS = ['dense', 'conv2d', 'maxPool2d', 'flatten', 'dropout']
const ACTIVATIONS = ['linear', 'relu', 'sigmoid', 'tanh', 'softmax']
const LOSSES = ['categoricalCrossentropy', 'meanSquaredError']

/**
 * Refuses what a spec can say and the reference computes, but the kernels or the training loop do not.
 * @throws {SpecError} naming the first such setting, inside the network or from `training.` on
 */
export function checkSupported(infos: readonly LayerInfo[], training: Partial<TrainingSpec>): void {
  infos.forEach(({ spec }, index) => {
    const path = `layers[${index}]`
    demand(LAYERS.includes(spec.type), path, `the layer ${spec.type}`)
    if ('activation' in spec)
      demand(ACTIVATIONS.includes(spec.activation), `${path}.activation`, `the activation ${spec.activation}`)
    if ('useBias' in spec) demand(spec.useBias, `${path}.useBias`, 'a layer without bias')
    if ('dilationRate' in spec) demand(spec.dilationRate === 1, `${path}.dilationRate`, 'a dilated window')
    if (spec.type === 'maxPool2d') demand(spec.padding === 'valid', `${path}.padding`, 'padded pooling')
  })

  const { loss, optimizer, regularization, gradientClipping, labelSmoothing, classWeights } = training
  if (loss) demand(LOSSES.includes(loss), 'training.loss', `the loss ${loss}`)
  if (optimizer) {
    const path = 'training.optimizer'
    demand(optimizer.type === 'sgd' || optimizer.type === 'adam', `${path}.type`, `the optimizer ${optimizer.type}`)
    if (optimizer.type === 'sgd') demand(!optimizer.nesterov, `${path}.nesterov`, 'nesterov')
    if (optimizer.type === 'adam')
      demand(optimizer.variant === 'pytorch', `${path}.variant`, `the variant ${optimizer.variant}`)
  }
  if (regularization) {
    demand(regularization.l1 === 0, 'training.regularization.l1', 'l1')
    demand(regularization.weightDecay === 0, 'training.regularization.weightDecay', 'weightDecay')
  }
  demand((gradientClipping?.type ?? 'none') === 'none', 'training.gradientClipping', 'gradient clipping')
  demand((labelSmoothing ?? 0) === 0, 'training.labelSmoothing', 'label smoothing')
  demand((classWeights ?? null) === null, 'training.classWeights', 'class weights')

  const { batching, changes, earlyStopping } = training
  demand((batching ?? 'miniBatch') === 'miniBatch', 'training.batching', `${batching} batching`)
  demand((changes ?? []).length === 0, 'training.changes', 'changes on the way')
  demand((earlyStopping ?? null) === null, 'training.earlyStopping', 'early stopping')
}

function demand(isSupported: boolean, path: string, what: string): void {
  if (!isSupported) throw new SpecError(path, `Training cannot use ${what} yet.`, 'Leave it out.')
}
