import { naturalLog } from './elementary.ts'

/** What a stream of random numbers is for. Streams of one seed are independent of each other. */
export type Stream = 'initializer' | 'shuffle' | 'augmentation' | 'dropout' | 'data'

const STREAMS: Readonly<Record<Stream, number>> = { initializer: 1, shuffle: 2, augmentation: 3, dropout: 4, data: 5 }

export interface Rng {
  /** 32 random bits, 0 … 2³² − 1. */
  readonly word: () => number
  /** Uniform in [0, 1), 53 bits. */
  readonly uniform: () => number
  /** Uniform whole number in [0, limit). */
  readonly below: (limit: number) => number
  /** Standard normal, N(0, 1). */
  readonly normal: () => number
}

/**
 * The random numbers of a seed for one purpose and one place (an epoch, a tensor, a step). Because the place is part of
 * the key, a resumed run needs no generator state: it asks for the same place again.
 * xoshiro128** (Blackman and Vigna 2018), its state filled by splitmix32.
 */
export function createRng(seed: number, stream: Stream, ...place: number[]): Rng {
  let key = turned(seed, STREAMS[stream])
  for (const part of place) key = turned(key, part)
  let a = turned(key, 0)
  let b = turned(key, 1)
  let c = turned(key, 2)
  let d = turned(key, 3)
  let spare: number | null = null

  function word(): number {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotate(d, 11)
    return result
  }

  function uniform(): number {
    return ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53
  }

  /** Marsaglia's polar method. */
  function normal(): number {
    if (spare !== null) {
      const value = spare
      spare = null
      return value
    }
    for (;;) {
      const u = 2 * uniform() - 1
      const v = 2 * uniform() - 1
      const square = u * u + v * v
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * naturalLog(square)) / square)
      spare = v * factor
      return u * factor
    }
  }

  return { word, uniform, below: (limit) => Math.floor(uniform() * limit), normal }
}

const turned = (key: number, part: number): number => mix((key + Math.imul(part + 1, 0x9e3779b9)) >>> 0)

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))

/** C. Wellons' "lowbias32". */
export function mix(word: number): number {
  let x = word
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}
