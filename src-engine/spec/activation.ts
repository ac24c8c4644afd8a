import * as z from 'zod'

/**
 * Activations a layer can carry, a = f(z); formulas in `reference/activations.ts`.
 * `softmax` is only possible on the last layer; `step` too, with the loss `perceptron`, because it has no slope.
 */
export const Activation = z.enum([
  ...['linear', 'step', 'sigmoid', 'tanh', 'relu', 'leakyRelu', 'elu', 'gelu', 'softmax'],
] as const)
export type Activation = z.infer<typeof Activation>

/** The settings of an activation, part of every layer that has one. `alpha`: see `DEFAULT_ALPHA`; 0 makes both relu. */
export const activationFields = {
  activation: Activation.default('linear'),
  alpha: z.number().min(0).max(100).optional(),
}

/** leakyRelu: slope below 0. elu: the value it approaches at −∞ is −alpha. No other activation has one. */
const DEFAULT_ALPHA: Partial<Record<Activation, number>> = { leakyRelu: 0.01, elu: 1 }

export const hasAlpha = (activation: Activation): boolean => activation in DEFAULT_ALPHA

/** The α an activation works with: what the spec says, else 0.01 for leakyRelu and 1 for elu. */
export const alphaOf = (spec: { readonly activation: Activation; readonly alpha?: number | undefined }): number =>
  spec.alpha ?? DEFAULT_ALPHA[spec.activation] ?? 0
