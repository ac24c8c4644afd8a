import * as z from 'zod'
import { Count } from './common.ts'

/** A tensor of a layer, as it can be drawn. */
export const WeightTensor = z.object({
  /** Inside its layer: `kernel`; in a residual block `1.kernel`, `shortcut.0.kernel`. */
  name: z.string(),
  role: z.enum(['kernel', 'bias', 'scale', 'statistic']),
  /** dense [inputs, units]; conv2d [height, width, channels, filters]; depthwiseConv2d [height, width, channels]. */
  shape: z.array(Count).readonly(),
  /**
   * 1: `values` are the tensor, row-major. Of a tensor of more than 2²² numbers they are the means of blocks of so many rows and
   * columns of the matrix that has the last side as its columns; blocks are smaller at the right and at the bottom.
   */
  block: z.int().min(1),
  values: z.instanceof(Float32Array),
  /** The smallest and the largest finite number of the whole tensor; NaN without any. */
  least: z.number(),
  most: z.number(),
})
export type WeightTensor = z.infer<typeof WeightTensor>

/** All tensors of a layer in storage order; none where it has no weights. */
export const LayerWeights = z.object({
  /** Epochs finished, with the part of the next one behind the point. */
  epoch: z.number(),
  /** Index in `network.layers`. */
  layer: Count,
  tensors: z.array(WeightTensor),
})
export type LayerWeights = z.infer<typeof LayerWeights>

/** Weights as a step left them, and that step's ∂C₀/∂w for the same places, without the regulariser's share. */
export const LiveWeights = LayerWeights.extend({
  /** One per tensor; null for one that is not trained, and for one that is sent as blocks. */
  gradients: z.array(z.instanceof(Float32Array).nullable()),
})
export type LiveWeights = z.infer<typeof LiveWeights>

/** What a network said of some examples at the end of an epoch. */
export const Predictions = z.object({
  epoch: Count,
  /** Those of the training where nothing is held back for validation. */
  split: z.enum(['train', 'validation']),
  /** (true class, predicted class), row-major, over the whole split; null of more than 256 classes, and of part of a split. */
  confusion: z.instanceof(Uint32Array).nullable(),
  /** The same ones at every epoch. Classes by their index. */
  items: z.array(
    z.object({
      position: Count,
      label: Count,
      /** The most probable classes, most probable first. */
      top: z.array(z.object({ label: Count, probability: z.number() })),
    }),
  ),
})
export type Predictions = z.infer<typeof Predictions>
