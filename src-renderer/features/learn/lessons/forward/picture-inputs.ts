import { labelOf } from '../../../../../src-engine/data/pictures/drawn-pictures.ts'
import { manVersusChicken } from '../../../../../src-engine/data/pictures/man-vs-chicken.ts'

export const SIDE = manVersusChicken.shape[0]
export const CLASSES = manVersusChicken.classes
const WHITE = 255

/** A little picture as the inputs of a network: row after row, from 0 to 1. */
export interface PictureInputs {
  readonly label: number
  readonly x: readonly number[]
}

/** @param isInverted whether ink is 1 and paper 0, instead of white being 1 */
export function pictureInputs(index: number, isInverted: boolean): PictureInputs {
  const x = Array.from(manVersusChicken.draw(index), (value) => (isInverted ? WHITE - value : value) / WHITE)
  return { label: labelOf(manVersusChicken, index), x }
}

/** Of the plain figure of a class, and of others after it. */
export const pictureOf = (label: number, variant: number): number =>
  (label * manVersusChicken.count) / CLASSES.length + variant
