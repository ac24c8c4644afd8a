/** Values in one chunk before the next is begun: 8 KB, rewritten whole while it fills. */
export const CHUNK = 1024

/** Smallest and largest finite value; null when there is none. */
export function extremes(values: Float64Array): { min: number | null; max: number | null } {
  let [min, max] = [Infinity, -Infinity]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < min) min = value
    if (value > max) max = value
  }
  return min <= max ? { min, max } : { min: null, max: null }
}

export function toValues(bytes: Buffer): Float64Array {
  // A row's buffer may start anywhere; a float64 view must be aligned.
  return bytes.byteOffset % 8 === 0
    ? new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
    : new Float64Array(new Uint8Array(bytes).buffer)
}
