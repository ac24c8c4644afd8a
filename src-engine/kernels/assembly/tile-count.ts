import * as norm from './batch-norm'
import { batchNormPoolTiles } from './batch-norm-pool'
import * as batch from './batch-statistics'
import * as depthwise from './depthwise'
import { Dropout, dropoutTiles } from './dropout'
import { Elementwise, elementwiseTiles } from './elementwise'
import { gatherTiles } from './gather'
import { InputGradient, inputGradientTiles } from './input-gradient'
import { Lanes, lanesTiles } from './lanes'
import { LayerNorm, layerNormGradientTiles, layerNormTiles } from './layer-norm'
import * as layout from './layout'
import { lossTiles } from './loss'
import { MatrixGradient, matrixGradientTiles } from './matrix-gradient'
import { MatrixProduct, matrixProductTiles } from './matrix-product'
import { Narrow, narrowTiles } from './narrow'
import { Pack, packBackwardTiles, packForwardTiles } from './pack'
import { poolTiles } from './pool'
import { Product, productTiles } from './product'
import { Recurrent, recurrentGradientTiles } from './recurrent'
import { Update, updateTiles } from './update'
import { WeightGradient, weightGradientTiles } from './weight-gradient'
import { WinogradGradient, winogradGradientTiles } from './winograd-gradient'
import { WinogradProduct, winogradProductTiles } from './winograd-product'
import { winogradBackwardTiles, winogradForwardTiles, WinogradWeights } from './winograd-weights'
import { Pool } from './windows'

/** How many tiles an instruction has depends on the plan and the batch, never on the number of threads. */
export function tileCount(opcode: u32, args: usize, count: u32): u32 {
  switch (opcode) {
    case layout.PACK_FORWARD:
      return packForwardTiles(changetype<Pack>(args))
    case layout.PACK_BACKWARD:
      return packBackwardTiles(changetype<Pack>(args))
    case layout.FORWARD_PRODUCT:
      return productTiles(changetype<Product>(args), count)
    case layout.INPUT_GRADIENT:
      return inputGradientTiles(changetype<InputGradient>(args), count)
    case layout.WEIGHT_GRADIENT:
      return weightGradientTiles(changetype<WeightGradient>(args), count)
    case layout.MATRIX_FORWARD:
    case layout.MATRIX_INPUT_GRADIENT:
      return matrixProductTiles(changetype<MatrixProduct>(args), count)
    case layout.MATRIX_WEIGHT_GRADIENT:
    case layout.MATRIX_UPDATE:
      return matrixGradientTiles(changetype<MatrixGradient>(args), count)
    case layout.WINOGRAD_FORWARD_WEIGHTS:
      return winogradForwardTiles(changetype<WinogradWeights>(args))
    case layout.WINOGRAD_BACKWARD_WEIGHTS:
      return winogradBackwardTiles(changetype<WinogradWeights>(args))
    case layout.WINOGRAD_FORWARD:
    case layout.WINOGRAD_INPUT_GRADIENT:
      return winogradProductTiles(changetype<WinogradProduct>(args), count)
    case layout.WINOGRAD_WEIGHT_GRADIENT:
      return winogradGradientTiles(changetype<WinogradGradient>(args), count)
    case layout.MAX_POOL:
    case layout.AVERAGE_POOL:
      return poolTiles(changetype<Pool>(args), count)
    case layout.MAX_POOL_GRADIENT:
    case layout.AVERAGE_POOL_GRADIENT:
    case layout.GLOBAL_POOL:
    case layout.GLOBAL_POOL_GRADIENT:
    case layout.GLOBAL_MAX_POOL:
    case layout.GLOBAL_MAX_POOL_GRADIENT:
    case layout.RECURRENT:
    case layout.AUGMENT:
      return count
    case layout.DROPOUT:
    case layout.DROPOUT_GRADIENT:
      return dropoutTiles(changetype<Dropout>(args), count)
    case layout.ACTIVATE:
    case layout.ACTIVATION_GRADIENT:
      return elementwiseTiles(changetype<Elementwise>(args), count)
    case layout.DEPTHWISE:
      return depthwise.depthwiseTiles(changetype<depthwise.Depthwise>(args), count)
    case layout.DEPTHWISE_INPUT_GRADIENT:
      return depthwise.depthwiseInputGradientTiles(changetype<depthwise.Depthwise>(args), count)
    case layout.DEPTHWISE_WEIGHT_GRADIENT:
      return depthwise.depthwiseWeightGradientTiles(changetype<depthwise.Depthwise>(args), count)
    case layout.BATCH_MOMENTS:
    case layout.BATCH_DELTA_SUMS:
    case layout.BATCH_POOL_DELTA_SUMS:
      return batch.batchChunks(changetype<batch.BatchNorm>(args), count)
    case layout.BATCH_NORM:
    case layout.BATCH_NORM_GRADIENT:
      return norm.batchNormTiles(changetype<batch.BatchNorm>(args), count)
    case layout.BATCH_NORM_POOL:
    case layout.BATCH_NORM_POOL_GRADIENT:
      return batchNormPoolTiles(changetype<batch.BatchNorm>(args), count)
    case layout.LAYER_NORM:
      return layerNormTiles(changetype<LayerNorm>(args), count)
    case layout.LAYER_NORM_GRADIENT:
      return layerNormGradientTiles(changetype<LayerNorm>(args), count)
    case layout.RECURRENT_GRADIENT:
      return recurrentGradientTiles(changetype<Recurrent>(args), count)
    case layout.GATHER:
      return gatherTiles(count)
    case layout.TO_LANES:
    case layout.FROM_LANES:
      return lanesTiles(changetype<Lanes>(args), count)
    case layout.NARROW_FORWARD:
    case layout.NARROW_GRADIENT:
      return narrowTiles(changetype<Narrow>(args), count)
    case layout.ANSWERS:
    case layout.SOFTMAX_CROSS_ENTROPY:
    case layout.LOSS:
    case layout.ROOT_GRADIENT:
      return lossTiles(count)
    case layout.SGD:
    case layout.MOMENTUM:
    case layout.LOOK_AHEAD:
    case layout.AHEAD_MOMENTUM:
    case layout.NESTEROV:
    case layout.ADAGRAD:
    case layout.RMSPROP:
    case layout.ADADELTA:
    case layout.ADAM:
    case layout.ADAMAX:
    case layout.NADAM:
    case layout.GRADIENT_SQUARES:
      return updateTiles(changetype<Update>(args))
    default:
      return 1
  }
}
