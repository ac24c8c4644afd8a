import * as z from 'zod'

/** Initialisers without settings of their own; Glorot, He and LeCun draw with a variance made from the layer's fans. */
const NamedInitializer = z.enum([
  ...['auto', 'zeros', 'ones', 'glorotUniform', 'glorotNormal', 'heUniform', 'heNormal', 'lecunUniform', 'lecunNormal'],
] as const)

const Value = z.number().min(-1e6).max(1e6)

export const ConstantInitializer = z.strictObject({ type: z.literal('constant'), value: Value.default(0) })
/** Uniform in [minval, maxval); [−1, 1) unless told. */
export const RandomUniformInitializer = z.strictObject({
  type: z.literal('randomUniform'),
  minval: Value.default(-1),
  maxval: Value.default(1),
})
/** N(mean, stddev²); standard normal unless told. */
export const RandomNormalInitializer = z.strictObject({
  type: z.literal('randomNormal'),
  mean: Value.default(0),
  stddev: z.number().min(0).max(1e6).default(1),
})

/**
 * How a tensor begins: a name, or an object for those with settings.
 * `auto` is He normal for a dense layer before relu and Glorot uniform otherwise: docs/decisions/0004-initialisation.md.
 */
export const Initializer = z.union([
  NamedInitializer,
  z.discriminatedUnion('type', [ConstantInitializer, RandomUniformInitializer, RandomNormalInitializer]),
])
export type Initializer = z.infer<typeof Initializer>
/** What `auto` has become. */
export type ResolvedInitializer = Exclude<Initializer, 'auto'>

/**
 * What `auto` stands for: He normal (He et al. 2015) for a dense layer before relu, so that a narrow one does not begin
 * with dead units; Glorot uniform (Glorot and Bengio 2010) for everything else, which keeps the first answers of a
 * convolutional network on uncentred pictures near even.
 */
export function resolveInitializer(
  initializer: Initializer,
  layer: { readonly type: string; readonly activation: string },
): ResolvedInitializer {
  if (initializer !== 'auto') return initializer
  return layer.type === 'dense' && layer.activation === 'relu' ? 'heNormal' : 'glorotUniform'
}
