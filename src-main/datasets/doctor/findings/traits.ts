import type { Finding } from '../../../contract/types.ts'
import { alone, counted, leavingOut, verb, type Finder } from '../examined.ts'
import type { PictureTrait } from '../traits.ts'

interface Words extends Pick<Finding, 'severity' | 'effect' | 'advice'> {
  /** What follows "1 picture" and "12 pictures". */
  readonly one: string
  readonly more: string
  /** Whether such pictures are better left out. */
  readonly isUseless?: true
}

const TRAITS: Readonly<Record<PictureTrait, Words>> = {
  oneColour: {
    severity: 'warning',
    one: 'shows a single colour and nothing else',
    more: 'show a single colour and nothing else',
    effect: 'There is nothing to be learnt from it but its colour, which a network then takes for its class.',
    advice: 'Mostly a download or an export that failed: replace or delete it.',
    isUseless: true,
  },
  nearlyBlack: {
    severity: 'warning',
    one: 'is nearly black',
    more: 'are nearly black',
    effect: 'A network sees hardly anything in it, and may learn that darkness means this class.',
    advice: 'Take it again with more light, brighten it, or delete it.',
    isUseless: true,
  },
  rotated: {
    severity: 'notice',
    one: 'is stored lying on its side and says so',
    more: 'are stored lying on their side and say so',
    effect: 'None here: Glassbox turns them upright, in training and afterwards. Other programs may not.',
    advice: 'Nothing has to be done. If one looks wrong here, save it upright in a picture program.',
  },
  sixteenBit: {
    severity: 'notice',
    one: 'has more than 8 bits for each colour',
    more: 'have more than 8 bits for each colour',
    effect: 'The finest shades are rounded to 256 levels. Photographs lose nothing by it; measurements may.',
    advice: 'If the values are measurements, stretch the range that matters before you export them.',
  },
  cmyk: {
    severity: 'notice',
    one: 'is meant for printing (CMYK)',
    more: 'are meant for printing (CMYK)',
    effect: 'Its inks are turned into screen colours, which can look a little different from those of other pictures.',
    advice: 'If only one class comes like this, convert it to RGB, so that the colours do not give the class away.',
  },
  alpha: {
    severity: 'notice',
    one: 'can have transparent parts',
    more: 'can have transparent parts',
    effect: 'A network sees the background that is chosen for the preparation in their place.',
    advice:
      'If only one class comes like this, give the others the same background: else a network learns the background.',
  },
  animated: {
    severity: 'notice',
    one: 'holds more than one frame or page',
    more: 'hold more than one frame or page',
    effect: 'Only the first is used.',
    advice:
      'If others matter, export them as pictures of their own, and keep all frames of a film on one side of the split.',
  },
}

/** What is unusual about picture files, one finding for each. */
export const traits: Finder = (examined) =>
  (Object.keys(TRAITS) as PictureTrait[]).flatMap((trait) => {
    const items = examined.items.filter((item) => item.traits.includes(trait))
    if (items.length === 0) return []
    const { one, more, severity, effect, advice, isUseless } = TRAITS[trait]
    return [
      {
        kind: trait,
        severity,
        title: `${counted(examined, items.length)} ${verb(items.length, one, more)}.`,
        ...{ effect, advice, count: items.length },
        groups: alone(examined, items),
        mends: isUseless ? leavingOut(examined, `Leave out ${items.length}`, items) : [],
      },
    ]
  })
