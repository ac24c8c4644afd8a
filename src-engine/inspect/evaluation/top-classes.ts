/**
 * The places of the `count` largest values, largest first; of equals the one that comes first. A value that is no number
 * is never larger.
 */
export function topClasses(values: ArrayLike<number>, count: number): Uint32Array {
  const places = new Uint32Array(Math.min(count, values.length))
  let filled = 0
  for (let place = 0; place < values.length; place++) {
    const value = values[place] ?? NaN
    let at = filled
    while (at > 0 && isLarger(value, values[places[at - 1] ?? 0] ?? NaN)) at -= 1
    if (at >= places.length) continue
    places.copyWithin(at + 1, at, places.length - 1)
    places[at] = place
    filled = Math.min(filled + 1, places.length)
  }
  return places
}

const isLarger = (a: number, b: number): boolean => a > b || (Number.isNaN(b) && !Number.isNaN(a))
