/** What one program reached in one round. */
export interface Measurement {
  readonly workload: string
  readonly round: number
  readonly name: string
  /** How it was asked: with two threads, say. */
  readonly variant: string
  /** Examples a second, of `gemm` GFLOP/s, of something waited for 1 / seconds. */
  readonly rate: number
  readonly version?: string
}

/** How many times as fast as another one a program is. */
export interface Ratio {
  readonly workload: string
  readonly against: string
  /** Medians over the rounds: of both rates, and of the ratio in each round. */
  readonly ours: number
  readonly theirs: number
  readonly ratio: number
}

/** The middle value; of an even number the lower one of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1] ?? NaN
}

/**
 * Ratios of what was measured in the same round: a machine that was slower for a while was so for both. Of the variants of
 * a program the fastest one counts, on both sides.
 */
export function ratios(measurements: readonly Measurement[], ours: string): Ratio[] {
  const rounds = [...new Set(measurements.map(({ round }) => round))]
  const best = (workload: string, name: string, round: number): number =>
    Math.max(
      ...measurements
        .filter((one) => one.workload === workload && one.name === name && one.round === round)
        .map(({ rate }) => rate),
    )
  return [...new Set(measurements.map(({ workload }) => workload))].flatMap((workload) =>
    [...new Set(measurements.map(({ name }) => name))].flatMap((against) => {
      const pairs = rounds
        .map((round) => [best(workload, ours, round), best(workload, against, round)] as const)
        .filter(([mine, theirs]) => mine > 0 && theirs > 0)
      if (against === ours || pairs.length === 0) return []
      return [
        {
          ...{ workload, against },
          ours: median(pairs.map(([mine]) => mine)),
          theirs: median(pairs.map(([, theirs]) => theirs)),
          ratio: median(pairs.map(([mine, theirs]) => mine / theirs)),
        },
      ]
    }),
  )
}
