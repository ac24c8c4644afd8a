/** A decoded, upright picture: 8-bit sRGB samples in row-major order, shape [height, width, 3]. */
export interface Picture {
  data: Uint8Array
  /** Columns in pixels. */
  width: number
  /** Rows in pixels. */
  height: number
  channels: 3
}
