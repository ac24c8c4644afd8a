import type { SplitShares } from '../../spec/data.ts'
import type { BuiltInFacts } from '../built-in-facts.ts'
import { drawnDigits } from './digits/digits.ts'
import type { DrawnPictures } from './drawn-pictures.ts'
import { manVersusChicken } from './man-vs-chicken.ts'
import { drawnShapes } from './shapes/shapes.ts'

/** Pictures that need no file. */
export interface BuiltInPictures extends BuiltInFacts {
  readonly pictures: DrawnPictures
}

const SHARES: SplitShares = [0.6, 0.2, 0.2]

export const BUILT_IN_PICTURES: readonly BuiltInPictures[] = [
  {
    name: 'man-vs-chicken',
    title: 'Man or chicken',
    about: '2,000 pictures of 8 × 8 pixels: small enough to follow every number through the network.',
    split: SHARES,
    pictures: manVersusChicken,
  },
  {
    name: 'drawn-digits',
    title: 'Drawn digits',
    about: '10,000 digits of 28 × 28 pixels; a network that has learnt them reads most of MNIST.',
    split: [0.8, 0.1, 0.1],
    pictures: drawnDigits,
  },
  {
    name: 'drawn-shapes',
    title: 'Drawn shapes',
    about: '6,000 coloured shapes; no single pixel tells them apart, so it takes convolutions.',
    split: SHARES,
    pictures: drawnShapes,
  },
]

export function builtInPictures(name: string): BuiltInPictures | null {
  return BUILT_IN_PICTURES.find((one) => one.name === name) ?? null
}
