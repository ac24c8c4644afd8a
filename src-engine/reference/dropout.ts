import { sizeOf, type LayerInfo } from '../spec/shapes.ts'
import { mix } from '../train/rng.ts'
import { at } from './array.ts'
import type { Masks } from './trace.ts'

/**
 * Inverted dropout: a = x · mask / (1 − rate), so that predicting needs no change (Srivastava et al. 2014).
 * mask: 1 kept, 0 dropped, shaped like x.
 */
export function dropoutForward(x: Float64Array, mask: Float64Array, rate: number): Float64Array {
  return x.map((value, i) => (value * at(mask, i)) / (1 - rate))
}

/** The gradient takes the same way back. */
export function dropoutBackward(delta: Float64Array, mask: Float64Array, rate: number): Float64Array {
  return dropoutForward(delta, mask, rate)
}

export interface MaskKey {
  /** The model's dropout seed, 32 bits. */
  readonly seed: number
  /** Index of the dropout layer in the network. */
  readonly layer: number
  /** Training steps begun, the first is 1. */
  readonly step: number
}

/** The mask the kernels use: value i is kept when its random word, a hash of key and position, is at least rate · 2³². */
export function dropoutMask({ seed, layer, step }: MaskKey, rate: number, length: number): Float64Array {
  const key = mix(mix(mix(seed) ^ layer) ^ step)
  const threshold = Math.floor(rate * 2 ** 32)
  return new Float64Array(length).map((_, i) => {
    const word = mix(mix(i ^ key) + key)
    return word >= threshold ? 1 : 0
  })
}

/** The masks of all dropout layers of a network for a batch of so many examples. */
export function dropoutMasks(infos: readonly LayerInfo[], count: number, place: Omit<MaskKey, 'layer'>): Masks {
  return new Map(
    infos.flatMap(({ spec, outputShape }, layer) =>
      spec.type === 'dropout'
        ? [[layer, dropoutMask({ ...place, layer }, spec.rate, count * sizeOf(outputShape))] as const]
        : [],
    ),
  )
}
