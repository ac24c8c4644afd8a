/**
 * What the first network learns that somebody watches: pictures that are made in a moment and can be told apart by anyone, by a
 * convolutional network, for long enough to see something. docs/decisions/0006-first-run.md has its measurements.
 */
export const FIRST_RUN = { data: 'man-vs-chicken', preset: 'cnn-small', epochs: 150 } as const
