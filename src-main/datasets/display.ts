/** Longest side of a thumbnail in pixels. */
export const THUMBNAIL_SIDE = 160

/** Longest side in pixels of a picture that is looked at alone. */
export const DISPLAY_SIDE = 1600
