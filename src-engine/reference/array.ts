/** x[i]; NaN outside, so that a wrong index shows. */
export const at = (x: Float64Array, i: number): number => x[i] ?? NaN

/** x[i] ← x[i] + value */
export function addAt(x: Float64Array, i: number, value: number): void {
  x[i] = at(x, i) + value
}

export function concat(...parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
