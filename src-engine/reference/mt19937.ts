const N = 624
const M = 397

/** Random numbers that others can draw too. */
export interface MersenneTwister {
  /** 32 random bits. */
  readonly word: () => number
  /** Uniform in [0, 1), 53 bits of two words. */
  readonly uniform: () => number
}

/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded and read as `numpy.random.RandomState(seed)` does, so
 * that networks which others began with it can be begun again. Our own streams are in `train/rng.ts`.
 * @param seed 0 … 2³² − 1
 */
export function createMersenneTwister(seed: number): MersenneTwister {
  const state = new Uint32Array(N)
  state[0] = seed
  for (let i = 1; i < N; i++) {
    const before = word(i - 1)
    state[i] = Math.imul(1_812_433_253, before ^ (before >>> 30)) + i
  }
  let next = N

  function word(i: number): number {
    return state[i] ?? NaN
  }

  function twist(): void {
    for (let i = 0; i < N; i++) {
      const y = (word(i) & 0x80000000) | (word((i + 1) % N) & 0x7fffffff)
      state[i] = word((i + M) % N) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    next = 0
  }

  function tempered(): number {
    if (next === N) twist()
    let y = word(next++)
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  return {
    word: tempered,
    uniform: () => ((tempered() >>> 5) * 2 ** 26 + (tempered() >>> 6)) / 2 ** 53,
  }
}
