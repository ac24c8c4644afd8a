import type { PrepareSpec } from '../../src-engine/spec/data.ts'

type Words<K extends 'fit' | 'scale' | 'channels'> = Record<
  PrepareSpec[K],
  { readonly name: string; readonly hint: string }
>

/** What each choice of a preparation does to a picture, the same words on every screen. */
export const FITS: Words<'fit'> = {
  squash: { name: 'squash', hint: 'The whole picture, stretched to the size: proportions change.' },
  crop: { name: 'crop', hint: 'The largest part in the middle with these proportions: edges are cut off.' },
  pad: { name: 'pad', hint: 'The whole picture with its proportions, on 0, which is nothing to the network.' },
}

export const CHANNELS: Words<'channels'> = {
  rgb: { name: 'colour', hint: 'Three numbers for each pixel: red, green, blue.' },
  gray: { name: 'gray', hint: 'One number for each pixel: 0.299 R + 0.587 G + 0.114 B.' },
}

/** The two conventions that textbooks use: light as a quantity, or ink. */
export const INVERTS = {
  false: { name: 'white is most', hint: 'Black is 0 and white 255, as a screen counts light.' },
  true: { name: 'black is most', hint: 'Inverted, 255 − x: white is 0 and black 255, as ink on paper counts.' },
} as const

export const SCALES: Words<'scale'> = {
  '0..1': { name: '0 to 1', hint: 'x / 255.' },
  '-1..1': { name: '−1 to 1', hint: 'x / 127.5 − 1: centred, which networks of wide dense layers need.' },
  standardized: {
    name: 'standardised',
    hint: '(x / 255 − mean) / deviation of each channel over the training pictures, measured when the run starts.',
  },
}
