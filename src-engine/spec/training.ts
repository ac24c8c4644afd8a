import * as z from 'zod'

const LearningRate = z.number().positive().max(100)
const Fraction = z.number().min(0).lt(1)

/** w ← w − η·g, or with momentum µ: v ← µ·v − η·g, w ← w + v (Keras' form). */
export const SgdSpec = z.strictObject({
  type: z.literal('sgd'),
  learningRate: LearningRate.default(0.01),
  momentum: Fraction.default(0),
})
/** Kingma and Ba 2015, algorithm 1, with ε outside the root and bias-corrected moments (PyTorch's form). */
export const AdamSpec = z.strictObject({
  type: z.literal('adam'),
  learningRate: LearningRate.default(0.001),
  beta1: Fraction.default(0.9),
  beta2: Fraction.default(0.999),
  epsilon: z.number().positive().default(1e-7),
})
export const OptimizerSpec = z.discriminatedUnion('type', [SgdSpec, AdamSpec])
export type OptimizerSpec = z.infer<typeof OptimizerSpec>

export const LossName = z.enum(['categoricalCrossentropy', 'meanSquaredError'])
export type LossName = z.infer<typeof LossName>

/** The optimiser's learning rate η in step t = 1, 2, …: η·t / warmupSteps in the first `warmupSteps`, then η. */
const ScheduleSpec = z.strictObject({
  type: z.literal('constant'),
  warmupSteps: z.int().min(0).max(1_000_000).default(0),
})

/** `shift` is the largest move in each direction as a fraction of the side; what comes in from outside repeats the edge. */
export const AugmentationSpec = z.strictObject({
  flip: z.enum(['none', 'horizontal']).default('none'),
  shift: z.number().min(0).max(0.5).default(0),
})
export type AugmentationSpec = z.infer<typeof AugmentationSpec>

export const TrainingSpec = z.strictObject({
  epochs: z.int().min(1).max(1_000_000).default(20),
  batchSize: z.int().min(1).max(65_536).default(32),
  seed: z.int().min(0).max(4_294_967_295).default(1),
  shuffle: z.enum(['everyEpoch', 'never']).default('everyEpoch'),
  loss: LossName.default('categoricalCrossentropy'),
  optimizer: OptimizerSpec.prefault({ type: 'adam' }),
  schedule: ScheduleSpec.prefault({ type: 'constant' }),
  regularization: z.strictObject({ l2: z.number().min(0).max(100).default(0) }).prefault({}),
  augmentation: AugmentationSpec.prefault({}),
})
export type TrainingSpec = z.infer<typeof TrainingSpec>
