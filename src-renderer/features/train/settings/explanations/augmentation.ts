import type { Explanation } from './explanation.ts'

/** How a picture is changed before each step that it is trained on, drawn anew every time. */
export const AUGMENTATION: Readonly<Record<string, Explanation>> = {
  flip: {
    formula: 'x ← width − 1 − x with probability ½',
    advice: 'For photos; never for letters, digits and signs.',
    change: 'Twice as many pictures, if left and right mean the same.',
  },
  shift: {
    formula: '± share of the side, by whole pixels',
    advice: '0.1.',
    change: 'More: the place matters less; too much, and what counts is out of the picture.',
  },
  rotate: { formula: '± degrees', advice: '15.', change: 'More: it need not stand upright. A 6 must not become a 9.' },
  scale: { formula: 'size · (1 ± share)', advice: '0.2.', change: 'More: near and far look alike.' },
  brightness: {
    formula: 'x ← x ± share, all channels alike',
    advice: '0.2 for photos.',
    change: 'More: light and dark pictures count as the same.',
  },
  contrast: {
    formula: 'x ← mean + (1 ± share)·(x − mean)',
    advice: '0.2 where pictures come from several cameras.',
    change: 'More: hazy and hard pictures count as the same.',
  },
  colorJitter: {
    formula: 'x ← x ± share, each channel by itself',
    advice: '0.1 for photos, 0 where the colour tells classes apart.',
    change: 'More: colours matter less.',
  },
  noise: { formula: 'x ← x + N(0, share²)', advice: '0, or 0.05.', change: 'More: single pixels matter less.' },
  cutout: {
    formula: 'a square of share · side becomes the mean',
    advice: '0, or 0.3 for photos.',
    change: 'More: it must not rely on one place of the picture.',
  },
}
