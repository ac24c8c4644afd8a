/** A number as a key with a point in it: 1 is written 1.0. */
export const withPoint = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value))
