const MANY = 8

/** So many points of each curve are drawn: two for each column of pixels that a chart of a comparison has; of many curves fewer. */
export const curvePoints = (curves: number): number => (curves > MANY ? 500 : 1200)
