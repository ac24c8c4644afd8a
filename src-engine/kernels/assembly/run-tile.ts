import { Loss } from './answers'
import { Augment, augmentTile } from './augment'
import * as norm from './batch-norm'
import * as pooled from './batch-norm-pool'
import * as batch from './batch-statistics'
import { clip, Clip, gradientSquaresTile } from './clip'
import * as depthwise from './depthwise'
import { Dropout, dropoutGradientTile, dropoutTile } from './dropout'
import { activateTile, activationGradientTile, Elementwise } from './elementwise'
import { Gather, gatherTile } from './gather'
import { GlobalMaxPool, globalMaxPoolGradientTile, globalMaxPoolTile } from './global-max-pool'
import { GlobalPool, globalPoolGradientTile, globalPoolTile } from './global-pool'
import { InputGradient, inputGradientTile } from './input-gradient'
import { fromLanesTile, Lanes, toLanesTile } from './lanes'
import { LayerNorm, layerNormGradientTile, layerNormTile } from './layer-norm'
import * as layout from './layout'
import { answersTile, lossTile, metrics, rootGradientTile } from './loss'
import { beginStep, Hyperparameters } from './optimizer'
import { MatrixGradient, matrixGradientTile, MatrixUpdate } from './matrix-gradient'
import { MatrixProduct, matrixProductTile } from './matrix-product'
import { updateTile } from './optimizers'
import { Narrow, narrowForwardTile, narrowGradientTile } from './narrow'
import { Pack, packBackwardTile, packForwardTile } from './pack'
import { averagePoolGradientTile, averagePoolTile, maxPoolGradientTile, maxPoolTile } from './pool'
import { Product, productTile } from './product'
import { Recurrent, recurrentGradientTile, recurrentTile } from './recurrent'
import { softmaxCrossEntropyTile } from './softmax-cross-entropy'
import { Update } from './update'
import { WeightGradient, weightGradientTile } from './weight-gradient'
import { WinogradGradient, winogradGradientTile } from './winograd-gradient'
import { WinogradProduct, winogradProductTile } from './winograd-product'
import { winogradBackwardTile, winogradForwardTile, WinogradWeights } from './winograd-weights'
import { Pool } from './windows'

/** Does one tile of an instruction. @param scratch the thread's private block */
export function runTile(opcode: u32, args: usize, tile: u32, count: u32, scratch: usize): void {
  switch (opcode) {
    case layout.BEGIN_STEP:
      return beginStep(changetype<Hyperparameters>(load<usize>(args)))
    case layout.AUGMENT:
      return augmentTile(changetype<Augment>(args), tile)
    case layout.PACK_FORWARD:
      return packForwardTile(changetype<Pack>(args), tile)
    case layout.PACK_BACKWARD:
      return packBackwardTile(changetype<Pack>(args), tile)
    case layout.FORWARD_PRODUCT:
      return productTile(changetype<Product>(args), tile, count, scratch)
    case layout.INPUT_GRADIENT:
      return inputGradientTile(changetype<InputGradient>(args), tile, count, scratch)
    case layout.WEIGHT_GRADIENT:
      return weightGradientTile(changetype<WeightGradient>(args), tile, count, scratch)
    case layout.MATRIX_FORWARD:
      return matrixProductTile(changetype<MatrixProduct>(args), tile, count, scratch, false)
    case layout.MATRIX_INPUT_GRADIENT:
      return matrixProductTile(changetype<MatrixProduct>(args), tile, count, scratch, true)
    case layout.MATRIX_WEIGHT_GRADIENT:
      return matrixGradientTile(changetype<MatrixGradient>(args), tile, count, scratch, 0)
    case layout.MATRIX_UPDATE:
      return matrixGradientTile(
        changetype<MatrixGradient>(args),
        tile,
        count,
        scratch,
        changetype<MatrixUpdate>(args).optimizer,
      )
    case layout.WINOGRAD_FORWARD_WEIGHTS:
      return winogradForwardTile(changetype<WinogradWeights>(args), tile, scratch)
    case layout.WINOGRAD_BACKWARD_WEIGHTS:
      return winogradBackwardTile(changetype<WinogradWeights>(args), tile, scratch)
    case layout.WINOGRAD_FORWARD:
      return winogradProductTile(changetype<WinogradProduct>(args), tile, count, scratch, false)
    case layout.WINOGRAD_INPUT_GRADIENT:
      return winogradProductTile(changetype<WinogradProduct>(args), tile, count, scratch, true)
    case layout.WINOGRAD_WEIGHT_GRADIENT:
      return winogradGradientTile(changetype<WinogradGradient>(args), tile, count, scratch)
    case layout.MAX_POOL:
      return maxPoolTile(changetype<Pool>(args), tile)
    case layout.MAX_POOL_GRADIENT:
      return maxPoolGradientTile(changetype<Pool>(args), tile)
    case layout.AVERAGE_POOL:
      return averagePoolTile(changetype<Pool>(args), tile)
    case layout.AVERAGE_POOL_GRADIENT:
      return averagePoolGradientTile(changetype<Pool>(args), tile)
    case layout.GLOBAL_POOL:
      return globalPoolTile(changetype<GlobalPool>(args), tile)
    case layout.GLOBAL_POOL_GRADIENT:
      return globalPoolGradientTile(changetype<GlobalPool>(args), tile)
    case layout.GLOBAL_MAX_POOL:
      return globalMaxPoolTile(changetype<GlobalMaxPool>(args), tile)
    case layout.GLOBAL_MAX_POOL_GRADIENT:
      return globalMaxPoolGradientTile(changetype<GlobalMaxPool>(args), tile)
    case layout.DROPOUT:
      return dropoutTile(changetype<Dropout>(args), tile, count)
    case layout.DROPOUT_GRADIENT:
      return dropoutGradientTile(changetype<Dropout>(args), tile, count)
    case layout.ACTIVATE:
      return activateTile(changetype<Elementwise>(args), tile, count)
    case layout.ACTIVATION_GRADIENT:
      return activationGradientTile(changetype<Elementwise>(args), tile, count)
    case layout.DEPTHWISE:
      return depthwise.depthwiseTile(changetype<depthwise.Depthwise>(args), tile)
    case layout.DEPTHWISE_INPUT_GRADIENT:
      return depthwise.depthwiseInputGradientTile(changetype<depthwise.Depthwise>(args), tile)
    case layout.DEPTHWISE_WEIGHT_GRADIENT:
      return depthwise.depthwiseWeightGradientTile(changetype<depthwise.Depthwise>(args), tile, count)
    case layout.BATCH_MOMENTS:
      return batch.batchMomentsTile(changetype<batch.BatchNorm>(args), tile, count)
    case layout.BATCH_STATISTICS:
      return batch.batchStatistics(changetype<batch.BatchNorm>(args), count)
    case layout.MOVING_DEVIATIONS:
      return batch.movingDeviations(changetype<batch.BatchNorm>(args))
    case layout.MOVE_STATISTICS:
      return batch.moveStatistics(changetype<batch.BatchNorm>(args))
    case layout.BATCH_NORM:
      return norm.batchNormTile(changetype<batch.BatchNorm>(args), tile, count)
    case layout.BATCH_DELTA_SUMS:
      return norm.batchDeltaSumsTile(changetype<batch.BatchNorm>(args), tile, count)
    case layout.BATCH_DELTA_MEANS:
      return norm.batchDeltaMeans(changetype<batch.BatchNorm>(args), count)
    case layout.BATCH_NORM_GRADIENT:
      return norm.batchNormGradientTile(changetype<batch.BatchNorm>(args), tile, count)
    case layout.BATCH_NORM_POOL:
      return pooled.batchNormPoolTile(changetype<batch.BatchNorm>(args), tile)
    case layout.BATCH_POOL_DELTA_SUMS:
      return pooled.batchPoolDeltaSumsTile(changetype<batch.BatchNorm>(args), tile, count)
    case layout.BATCH_NORM_POOL_GRADIENT:
      return pooled.batchNormPoolGradientTile(changetype<batch.BatchNorm>(args), tile)
    case layout.LAYER_NORM:
      return layerNormTile(changetype<LayerNorm>(args), tile, count)
    case layout.LAYER_NORM_GRADIENT:
      return layerNormGradientTile(changetype<LayerNorm>(args), tile, count)
    case layout.RECURRENT:
      return recurrentTile(changetype<Recurrent>(args), tile)
    case layout.RECURRENT_GRADIENT:
      return recurrentGradientTile(changetype<Recurrent>(args), tile, count)
    case layout.GATHER:
      return gatherTile(changetype<Gather>(args), tile, count)
    case layout.TO_LANES:
      return toLanesTile(changetype<Lanes>(args), tile, count)
    case layout.FROM_LANES:
      return fromLanesTile(changetype<Lanes>(args), tile, count)
    case layout.NARROW_FORWARD:
      return narrowForwardTile(changetype<Narrow>(args), tile, count)
    case layout.NARROW_GRADIENT:
      return narrowGradientTile(changetype<Narrow>(args), tile, count)
    case layout.ANSWERS:
      return answersTile(changetype<Loss>(args), tile, count)
    case layout.SOFTMAX_CROSS_ENTROPY:
      return softmaxCrossEntropyTile(changetype<Loss>(args), tile, count)
    case layout.LOSS:
      return lossTile(changetype<Loss>(args), tile, count)
    case layout.METRICS:
      return metrics(changetype<Loss>(args), count)
    case layout.ROOT_GRADIENT:
      return rootGradientTile(changetype<Loss>(args), tile, count)
    case layout.GRADIENT_SQUARES:
      return gradientSquaresTile(changetype<Update>(args), tile, count, scratch)
    case layout.CLIP:
      return clip(changetype<Clip>(args))
    default:
      return updateTile(opcode, changetype<Update>(args), tile, count, scratch)
  }
}
