import * as z from 'zod'

/** η of every optimiser. */
export const LearningRate = z.number().positive().max(100)
const Fraction = z.number().min(0).lt(1)
const Epsilon = z.number().positive()

/**
 * w ← w − η·g, or with momentum µ: v ← µ·v − η·g, w ← w + v (Keras' form).
 * `nesterov` looks ahead. `variant` keras: w ← w + µ·v − η·g with the new v, so the weights are the point looked ahead to;
 * paper (Sutskever et al. 2013): the gradient is taken at w + µ·v and w ← w + v.
 */
export const SgdSpec = z.strictObject({
  type: z.literal('sgd'),
  learningRate: LearningRate.default(0.01),
  momentum: Fraction.default(0),
  nesterov: z.boolean().default(false),
  variant: z.enum(['keras', 'paper']).default('keras'),
})
/**
 * Duchi et al. 2011. `variant` keras: ε inside the root, the sums of squares begin at 0.1; pytorch, as in the paper: ε
 * outside, they begin at 0. `initialAccumulatorValue` lets them begin anywhere else.
 */
export const AdagradSpec = z.strictObject({
  type: z.literal('adagrad'),
  learningRate: LearningRate.default(0.01),
  epsilon: Epsilon.default(1e-7),
  initialAccumulatorValue: z.number().min(0).max(1e6).optional(),
  variant: z.enum(['keras', 'pytorch']).default('keras'),
})
/** Zeiler 2012, ε inside both roots; the paper has learning rate 1, Keras 0.001. */
export const AdadeltaSpec = z.strictObject({
  type: z.literal('adadelta'),
  learningRate: LearningRate.default(1),
  rho: Fraction.default(0.95),
  epsilon: Epsilon.default(1e-6),
})
/** Tieleman and Hinton 2012. `variant` keras: ε inside the root; pytorch: outside. */
export const RmspropSpec = z.strictObject({
  type: z.literal('rmsprop'),
  learningRate: LearningRate.default(0.001),
  rho: Fraction.default(0.9),
  epsilon: Epsilon.default(1e-7),
  variant: z.enum(['keras', 'pytorch']).default('keras'),
})
const moments = { beta1: Fraction.default(0.9), beta2: Fraction.default(0.999) }
/**
 * Kingma and Ba 2015. `variant` pytorch: algorithm 1, ε beside the root of the bias-corrected moment; keras: the faster form
 * of its section 2, ε beside the root of the moment as it is ("ε hat").
 */
export const AdamSpec = z.strictObject({
  type: z.literal('adam'),
  learningRate: LearningRate.default(0.001),
  ...moments,
  epsilon: Epsilon.default(1e-7),
  variant: z.enum(['pytorch', 'keras']).default('pytorch'),
})
/** Kingma and Ba 2015, algorithm 2: the largest recent gradient instead of the root; has no ε. */
export const AdamaxSpec = z.strictObject({
  type: z.literal('adamax'),
  learningRate: LearningRate.default(0.002),
  ...moments,
})
/**
 * Adam that looks ahead. `variant` paper: Ruder 2016, section 4.8, without a schedule; keras and pytorch: Dozat 2016 with
 * momentum µ_t = β₁(1 − ½·0.96^(ψt)), ψ = 1 in Keras and 0.004 in PyTorch.
 */
export const NadamSpec = z.strictObject({
  type: z.literal('nadam'),
  learningRate: LearningRate.default(0.002),
  ...moments,
  epsilon: Epsilon.default(1e-7),
  variant: z.enum(['keras', 'pytorch', 'paper']).default('keras'),
})

export const OptimizerSpec = z.discriminatedUnion('type', [
  SgdSpec,
  AdagradSpec,
  AdadeltaSpec,
  RmspropSpec,
  AdamSpec,
  AdamaxSpec,
  NadamSpec,
])
export type OptimizerSpec = z.infer<typeof OptimizerSpec>

/** Where Adagrad's sums of squares begin: what the spec says, else where its variant lets them. */
export const initialAccumulatorOf = (spec: z.infer<typeof AdagradSpec>): number =>
  spec.initialAccumulatorValue ?? (spec.variant === 'keras' ? 0.1 : 0)
