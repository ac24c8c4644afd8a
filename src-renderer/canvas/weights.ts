/** How the kernel of a layer is cut into pictures: one per unit, its channels side by side. */
export interface KernelLayout {
  readonly height: number
  readonly width: number
  readonly channels: number
  /** Units whose weights are here; the layer can have more. */
  readonly units: number
}

/** Position in `values` of one weight; row-major [height, width, channels, units]. */
export function weightIndex(layout: KernelLayout, unit: number, row: number, column: number, channel: number): number {
  return ((row * layout.width + column) * layout.channels + channel) * layout.units + unit
}

/** Largest absolute weight that is finite: the ends of the scale that all units of the layer share. */
export function weightLimit(values: Float32Array): number {
  let limit = 0
  for (const value of values) {
    const size = Math.abs(value)
    if (size > limit && size < Infinity) limit = size
  }
  return limit
}

/** Names of the channels of a picture: R, G, B for three, none for one. */
export function channelNames(channels: number): readonly string[] {
  return channels === 3
    ? ['R', 'G', 'B']
    : channels === 1
      ? ['']
      : Array.from({ length: channels }, (_, index) => `${index}`)
}
