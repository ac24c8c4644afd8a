import { counted, leavingOut, together, verb, type Examined, type ExaminedItem, type Finder } from '../examined.ts'

/** Pictures that differ in nothing but how they were saved. */
export const nearDuplicate: Finder = (examined) => {
  const groups = examined.near.map((indices) => indices.map((index) => examined.items[index]!))
  if (groups.length === 0) return []
  const surplus = groups.reduce((sum, copies) => sum + copies.length - 1, 0)
  const spare = groups.flatMap((copies) => spareOf(copies))
  return [
    {
      kind: 'nearDuplicate',
      severity: 'warning',
      title: `${counted(examined, surplus)} ${verb(surplus, 'is nearly the same as another one', 'are nearly the same as others')}: saved again, made smaller, cut or mirrored.`,
      effect:
        'A network sees the same thing several times and learns it too well, instead of what all of its kind have in common.',
      advice:
        'Keep the best of each. If you mirror pictures on purpose, let the training do that: it never mixes the splits.',
      count: surplus,
      groups: together(examined, groups),
      mends: leavingOut(examined, `Keep the largest of each, leave out ${spare.length}`, spare),
    },
  ]
}

/** All but the largest, of those that agree in their class. */
function spareOf(copies: readonly ExaminedItem[]): ExaminedItem[] {
  const [largest] = copies.toSorted((a, b) => b.width * b.height - a.width * a.height)
  const isAgreed = new Set(copies.map(({ classIndex }: Examined['items'][number]) => classIndex)).size === 1
  return isAgreed ? copies.filter((copy) => copy !== largest) : []
}
