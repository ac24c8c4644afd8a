import type { ResolvedInitializer } from '../spec/initializer.ts'
import { sizeOf, type Shape } from '../spec/shape.ts'
import type { Rng } from '../train/rng.ts'

/** Keras divides by the deviation of a normal cut off at ±2σ, so that what is left has the wanted one. */
const TRUNCATED_DEVIATION = 0.87962566103423978

/**
 * Inputs and outputs of one unit: dense (in, out); convolution (height, width, in, out), each times the window's area;
 * depthwise (height, width, channels): the area alone; a bias (units): their number, as in Keras.
 */
export function fans(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length % 2 === 1) {
    const own = sizeOf(shape.slice(0, 2))
    return { fanIn: own, fanOut: own }
  }
  const area = sizeOf(shape.slice(0, -2))
  const [inputs = 1, outputs = 1] = shape.slice(-2)
  return { fanIn: area * inputs, fanOut: area * outputs }
}

/**
 * Fills a tensor. Uniform ones draw from ±√(3·variance), normal ones are cut off at two deviations, as in Keras. Variance:
 * Glorot 2 / (fanIn + fanOut) (Glorot and Bengio 2010), He 2 / fanIn (He et al. 2015), LeCun 1 / fanIn (LeCun et al. 1998).
 */
export function initialize(
  tensor: Float64Array | Float32Array,
  shape: Shape,
  initializer: ResolvedInitializer,
  rng: Rng,
): void {
  const draw = drawer(shape, initializer, rng)
  for (let i = 0; i < tensor.length; i++) tensor[i] = draw()
}

function drawer(shape: Shape, initializer: ResolvedInitializer, rng: Rng): () => number {
  const { fanIn, fanOut } = fans(shape)
  const uniform = (variance: number) => {
    const bound = Math.sqrt(3 * variance)
    return () => (2 * rng.uniform() - 1) * bound
  }
  const normal = (variance: number) => {
    const deviation = Math.sqrt(variance) / TRUNCATED_DEVIATION
    return () => truncatedNormal(rng) * deviation
  }
  if (typeof initializer === 'object')
    switch (initializer.type) {
      case 'constant':
        return () => initializer.value
      case 'randomUniform':
        return () => initializer.minval + (initializer.maxval - initializer.minval) * rng.uniform()
      case 'randomNormal':
        return () => initializer.mean + initializer.stddev * rng.normal()
    }
  switch (initializer) {
    case 'zeros':
      return () => 0
    case 'ones':
      return () => 1
    case 'glorotUniform':
      return uniform(2 / (fanIn + fanOut))
    case 'glorotNormal':
      return normal(2 / (fanIn + fanOut))
    case 'heUniform':
      return uniform(2 / fanIn)
    case 'heNormal':
      return normal(2 / fanIn)
    case 'lecunUniform':
      return uniform(1 / fanIn)
    case 'lecunNormal':
      return normal(1 / fanIn)
  }
}

function truncatedNormal(rng: Rng): number {
  for (;;) {
    const value = rng.normal()
    if (Math.abs(value) <= 2) return value
  }
}
