import type * as z from 'zod'
import type { PrepareSpec } from './data.ts'
import type { AugmentationSpec } from './training.ts'

/** How a preset is trained unless somebody says otherwise; measured in docs/decisions/0006-first-run.md. */
export interface Recipe {
  readonly epochs: number
  readonly batchSize: number
  /** Of Adam. */
  readonly learningRate: number
  readonly schedule: 'constant' | 'cosine'
  readonly warmupSteps: number
  /** Decoupled; with Adam it is AdamW. */
  readonly weightDecay: number
  readonly labelSmoothing: number
  readonly augmentation: z.input<typeof AugmentationSpec>
  /** Absent: as the data set was prepared. */
  readonly scale?: PrepareSpec['scale']
}

/** Turned, stretched, moved and recoloured, a few pictures of each class are many; none is mirrored: a sign or a letter is not. */
const PICTURES_VARIED = { rotate: 15, scale: 0.2, shift: 0.15, brightness: 0.2, colorJitter: 0.1 }

/** An epoch of fewer steps than this teaches too little before it is over. */
const LEAST_STEPS = 6

/** From here on a dense layer on the picture itself needs smaller steps and centred inputs. */
const WIDE = 1024

/**
 * The recipe of a preset for so many training examples of so many numbers each. Small sets get small batches: with one
 * step an epoch, a first run on twenty pictures of each class would be over before it has learnt anything. One step of
 * Adam moves a dense unit's sum by up to η · Σ |x|, so wide inputs that all are positive switch off every relu at once.
 */
export function presetRecipe(preset: string, trainCount: number, inputSize: number): Recipe {
  const batchSize = Math.min(32, Math.max(4, 2 ** Math.floor(Math.log2(trainCount / LEAST_STEPS))))
  const plain = { schedule: 'constant', weightDecay: 0, labelSmoothing: 0, augmentation: {} } as const
  const common = { epochs: 20, batchSize, warmupSteps: 20, ...plain }
  if (preset === 'resnet-small')
    return {
      ...{ ...common, learningRate: 0.002, schedule: 'cosine', weightDecay: 0.05, labelSmoothing: 0.05 },
      augmentation: PICTURES_VARIED,
    }
  const wide = !preset.startsWith('cnn-') && inputSize > WIDE
  return wide ? { ...common, learningRate: 0.0001, scale: '-1..1' } : { ...common, learningRate: 0.001 }
}
