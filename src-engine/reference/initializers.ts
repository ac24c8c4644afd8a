import type { Initializer, LayerSpec } from '../spec/network.ts'
import { sizeOf, type Shape } from '../spec/shapes.ts'
import type { Rng } from '../train/rng.ts'

/** Keras divides by the deviation of a normal cut off at ±2σ, so that what is left has the wanted one. */
const TRUNCATED_DEVIATION = 0.87962566103423978

/** Inputs and outputs of one unit: dense (in, out); convolution (height, width, in, out), each times the window's area. */
export function fans(shape: Shape): { fanIn: number; fanOut: number } {
  const area = sizeOf(shape.slice(0, -2))
  const [inputs = 1, outputs = 1] = shape.slice(-2)
  return { fanIn: area * inputs, fanOut: area * outputs }
}

/**
 * What `auto` stands for: He normal (He et al. 2015) for a dense layer before relu, so that a narrow one does not begin
 * with dead units; Glorot uniform (Glorot and Bengio 2010) for everything else, which keeps the first answers of a
 * convolutional network on uncentred pictures near even.
 */
export function resolveInitializer(
  spec: Extract<LayerSpec, { type: 'dense' | 'conv2d' }>,
): Exclude<Initializer, 'auto'> {
  if (spec.kernelInitializer !== 'auto') return spec.kernelInitializer
  return spec.type === 'dense' && spec.activation === 'relu' ? 'heNormal' : 'glorotUniform'
}

/**
 * Fills a kernel. Variance 2 / (fanIn + fanOut) for Glorot and 2 / fanIn for He; uniform in ±√(3·variance), normal
 * cut off at two deviations, as in Keras.
 */
export function initialize(
  kernel: Float64Array | Float32Array,
  shape: Shape,
  initializer: Exclude<Initializer, 'auto'>,
  rng: Rng,
): void {
  const { fanIn, fanOut } = fans(shape)
  const he = initializer === 'heNormal' || initializer === 'heUniform'
  const variance = 2 / (he ? fanIn : fanIn + fanOut)
  const draw = drawer()
  for (let i = 0; i < kernel.length; i++) kernel[i] = draw()

  function drawer(): () => number {
    switch (initializer) {
      case 'zeros':
        return () => 0
      case 'glorotUniform':
      case 'heUniform': {
        const bound = Math.sqrt(3 * variance)
        return () => (2 * rng.uniform() - 1) * bound
      }
      case 'glorotNormal':
      case 'heNormal': {
        const deviation = Math.sqrt(variance) / TRUNCATED_DEVIATION
        return () => truncatedNormal(rng) * deviation
      }
    }
  }
}

function truncatedNormal(rng: Rng): number {
  for (;;) {
    const value = rng.normal()
    if (Math.abs(value) <= 2) return value
  }
}
