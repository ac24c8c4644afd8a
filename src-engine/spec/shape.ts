/** Shape of one example without the batch, channels last. */
export type Shape = readonly number[]

export const sizeOf = (shape: Shape): number => shape.reduce((product, side) => product * side, 1)
