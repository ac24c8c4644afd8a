/** x[i]; NaN outside, so that a wrong index shows. */
export const at = (x: Float64Array, i: number): number => x[i] ?? NaN

/** x[i] ← x[i] + value */
export function addAt(x: Float64Array, i: number, value: number): void {
  x[i] = at(x, i) + value
}

/** `length` numbers from y[j] on, times a factor, added to those from x[i] on. */
export function addScaled(
  x: Float64Array,
  i: number,
  factor: number,
  y: Float64Array,
  j: number,
  length: number,
): void {
  for (let k = 0; k < length; k++) x[i + k] = at(x, i + k) + factor * at(y, j + k)
}

/** Σ x·y over `length` numbers from x[i] and y[j] on. */
export function dot(x: Float64Array, i: number, y: Float64Array, j: number, length: number): number {
  let sum = 0
  for (let k = 0; k < length; k++) sum += at(x, i + k) * at(y, j + k)
  return sum
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
