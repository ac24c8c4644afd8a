/**
 * So many numbers stand for all of a layer: a norm estimated from them is off by about 1 %. A prime, so that evenly spaced
 * places do not fall into step with the units of a layer and show a few of them only.
 */
export const SAMPLE = 9973

/** Evenly spaced places among `length`; all of them where there are no more than `SAMPLE`. */
export function samplePlaces(length: number): Uint32Array {
  const places = new Uint32Array(Math.min(length, SAMPLE))
  for (let i = 0; i < places.length; i++) places[i] = Math.floor((i * length) / places.length)
  return places
}

/** The numbers at some places. */
export function valuesAt(values: Float32Array, places: Uint32Array): Float32Array {
  const found = new Float32Array(places.length)
  for (let i = 0; i < places.length; i++) found[i] = values[places[i] ?? 0] ?? NaN
  return found
}
