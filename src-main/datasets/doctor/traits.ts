/** What is unusual about a picture file, as its decoder or its pixels tell. */
export const PICTURE_TRAITS = [
  'rotated',
  'sixteenBit',
  'cmyk',
  'alpha',
  'animated',
  'oneColour',
  'nearlyBlack',
] as const
export type PictureTrait = (typeof PICTURE_TRAITS)[number]
