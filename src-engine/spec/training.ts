import * as z from 'zod'
import { LossName } from './loss.ts'
import { LearningRate, OptimizerSpec } from './optimizer.ts'
import { ScheduleSpec } from './schedule.ts'

export { LossName } from './loss.ts'
export { OptimizerSpec } from './optimizer.ts'

const Share = z.number().min(0).max(1).default(0)

/**
 * What is done to a picture before each step it is trained on, drawn anew every time. What comes in from outside repeats
 * the edge. `brightness`, `contrast`, `colorJitter` and `noise` count in the input's own numbers, which reach from 0 to 1
 * or from −1 to 1; nothing is cut off at their ends.
 */
export const AugmentationSpec = z.strictObject({
  flip: z.enum(['none', 'horizontal']).default('none'),
  /** Largest move in each direction as a fraction of the side, by whole pixels. */
  shift: z.number().min(0).max(0.5).default(0),
  /** Largest turn to either side, in degrees. */
  rotate: z.number().min(0).max(180).default(0),
  /** 0.2: from 80 to 120 % of the size. */
  scale: z.number().min(0).max(0.9).default(0),
  /** Most that is added to every channel alike, or taken away. */
  brightness: Share,
  /** 0.2: differences from the picture's mean are multiplied by 0.8 to 1.2. */
  contrast: Share,
  /** Most that is added to each channel for itself. */
  colorJitter: Share,
  /** Deviation of what is added to each number. */
  noise: Share,
  /** Side of a square that is replaced by the picture's mean, as a fraction of the shorter side (DeVries and Taylor 2017). */
  cutout: Share,
})
export type AugmentationSpec = z.infer<typeof AugmentationSpec>

/** Whether anything is done to pictures at all. */
export const isAugmented = ({ flip, ...strengths }: AugmentationSpec): boolean =>
  flip !== 'none' || Object.values(strengths).some((strength) => strength > 0)

const Strength = z.number().min(0).max(100).default(0)

/**
 * C = C₀ + l1·Σ|w| + l2·Σw², no ½ and no 1/n; and weight decay beside the gradient, w ← w − η·weightDecay·w
 * (Loshchilov and Hutter 2019: with adam it is AdamW). All three over kernels only, never over biases, γ and β.
 */
const RegularizationSpec = z.strictObject({ l1: Strength, l2: Strength, weightDecay: Strength })

/**
 * norm: the gradient of all weights together is shortened to `limit` (Pascanu et al. 2013). value: each number is cut to
 * ±limit. The regulariser's share is part of the gradient, decoupled weight decay is not.
 */
const GradientClippingSpec = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('norm'), limit: z.number().positive().default(1) }),
  z.strictObject({ type: z.literal('value'), limit: z.number().positive().default(1) }),
])

/**
 * How many examples make a step: `batchSize` of them, all (batch descent) or one (online, stochastic descent).
 */
const Batching = z.enum(['miniBatch', 'full', 'online'])
const BatchSize = z.int().min(1).max(65_536)

/** From this epoch on (the first is 1) another way to descend; what is left out stays. */
const ChangeSpec = z.strictObject({
  epoch: z.int().min(2).max(1_000_000),
  learningRate: LearningRate.optional(),
  batching: Batching.optional(),
  batchSize: BatchSize.optional(),
})

/**
 * Ends a run when the watched loss has not fallen by more than `minDelta` below its best for `patience` epochs, or when it
 * is at most `acceptableLoss`.
 */
const EarlyStoppingSpec = z.strictObject({
  monitor: z.enum(['loss', 'validationLoss']).default('validationLoss'),
  patience: z.int().min(1).max(1_000_000).default(10),
  minDelta: z.number().min(0).default(0),
  acceptableLoss: z.number().optional(),
})
export type EarlyStoppingSpec = z.infer<typeof EarlyStoppingSpec>

export const TrainingSpec = z.strictObject({
  epochs: z.int().min(1).max(1_000_000).default(20),
  batching: Batching.default('miniBatch'),
  batchSize: BatchSize.default(32),
  seed: z.int().min(0).max(4_294_967_295).default(1),
  /** `once` keeps the first epoch's order. */
  shuffle: z.enum(['everyEpoch', 'once', 'never']).default('everyEpoch'),
  loss: LossName.default('categoricalCrossentropy'),
  /** Targets y become y·(1 − s) + s / classes (Szegedy et al. 2016); a single output has two classes. */
  labelSmoothing: z.number().min(0).lt(1).default(0),
  /** One factor per class for the loss of its examples; the mean still divides by their number (Keras). */
  classWeights: z.array(z.number().min(0).max(1e6)).nullable().default(null),
  optimizer: OptimizerSpec.prefault({ type: 'adam' }),
  schedule: ScheduleSpec.prefault({ type: 'constant' }),
  changes: z.array(ChangeSpec).max(1000).default([]),
  regularization: RegularizationSpec.prefault({}),
  gradientClipping: GradientClippingSpec.prefault({ type: 'none' }),
  augmentation: AugmentationSpec.prefault({}),
  earlyStopping: EarlyStoppingSpec.nullable().default(null),
  /** Seconds of training after which a run ends, at most a year. How far it comes by then depends on the machine. */
  timeBudget: z.number().positive().max(31_536_000).nullable().default(null),
})
export type TrainingSpec = z.infer<typeof TrainingSpec>
