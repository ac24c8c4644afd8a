/** A curve in few points: every `stride`-th value, from the first on. */
export interface Sparkline {
  readonly stride: number
  /** How many values it was made of. */
  readonly count: number
  /** Null stands for a value that is no number. */
  readonly values: readonly (number | null)[]
}

/** At this many points every other one is left out. */
const MOST = 80

export const noSparkline: Sparkline = { stride: 1, count: 0, values: [] }

/** The same curve with more behind it. What is kept of a long one never depends on how it came. */
export function extendSparkline(before: Sparkline, more: Float64Array): Sparkline {
  let { stride, count } = before
  let values = [...before.values]
  for (const value of more) {
    if (count++ % stride !== 0) continue
    values.push(Number.isFinite(value) ? value : null)
    if (values.length < MOST) continue
    values = values.filter((_, index) => index % 2 === 0)
    stride *= 2
  }
  return { stride, count, values }
}
