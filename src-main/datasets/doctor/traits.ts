/** What is unusual about a picture file, as its decoder or its pixels tell. */
export type PictureTrait = 'rotated' | 'sixteenBit' | 'cmyk' | 'alpha' | 'animated' | 'oneColour' | 'nearlyBlack'
