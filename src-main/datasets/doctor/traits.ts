import * as z from 'zod'

/** What is unusual about a picture file, as its decoder or its pixels tell. */
export const PictureTrait = z.enum(['rotated', 'sixteenBit', 'cmyk', 'alpha', 'animated', 'oneColour', 'nearlyBlack'])
export type PictureTrait = z.infer<typeof PictureTrait>
