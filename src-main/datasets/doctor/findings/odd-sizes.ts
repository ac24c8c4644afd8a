import { alone, counted, leavingOut, verb, type Examined, type ExaminedItem, type Finder } from '../examined.ts'

/** So many times smaller or larger than most. */
const ODD_SIZE = 4
/** So many times wider or taller than most. */
const ODD_RATIO = 2

const sizeOf = ({ width, height }: ExaminedItem): number => Math.sqrt(width * height)
const ratioOf = ({ width, height }: ExaminedItem): number => width / height
const inPixels = ({ width, height }: ExaminedItem): string => `${width}×${height}`

/** Pictures whose measure lies so many times off the middle one. */
function oddOnes(
  { items, columns }: Examined,
  measure: (item: ExaminedItem) => number,
  factor: number,
): { odd: ExaminedItem[]; middle: ExaminedItem } | null {
  if (columns || items.length < 3) return null
  const middle = items.toSorted((a, b) => measure(a) - measure(b))[Math.floor(items.length / 2)]!
  const odd = items.filter(
    (item) => Math.max(measure(item) / measure(middle), measure(middle) / measure(item)) > factor,
  )
  return odd.length === 0 ? null : { odd, middle }
}

/** Pictures much smaller or larger than the others. */
export const oddSize: Finder = (examined) => {
  const found = oddOnes(examined, sizeOf, ODD_SIZE)
  if (!found) return []
  const { odd, middle } = found
  return [
    {
      kind: 'oddSize',
      severity: 'notice',
      title: `${counted(examined, odd.length)} ${verb(odd.length, 'is', 'are')} more than ${ODD_SIZE} times smaller or larger than most, which have about ${inPixels(middle)} pixels.`,
      effect:
        'All become one size. A tiny picture is blurred by that, in a huge one small things vanish: a network may learn the blur instead of the thing.',
      advice: 'Look whether they are thumbnails, or scans of whole pages; if so, replace them or leave them out.',
      count: odd.length,
      groups: alone(examined, odd, inPixels),
      mends: leavingOut(examined, `Leave out ${odd.length}`, odd),
    },
  ]
}

/** Pictures much wider or taller than the others. */
export const oddRatio: Finder = (examined) => {
  const found = oddOnes(examined, ratioOf, ODD_RATIO)
  if (!found) return []
  const { odd } = found
  return [
    {
      kind: 'oddRatio',
      severity: 'notice',
      title: `${counted(examined, odd.length)} ${verb(odd.length, 'is', 'are')} much wider or taller than most.`,
      effect: 'Squashed to the size of the others, what they show is out of shape.',
      advice: 'Crop them, or choose the preparation "pad", which keeps their proportions.',
      count: odd.length,
      groups: alone(examined, odd, inPixels),
      mends: leavingOut(examined, `Leave out ${odd.length}`, odd),
    },
  ]
}
