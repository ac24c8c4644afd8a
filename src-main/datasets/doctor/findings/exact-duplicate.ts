import { exactCopies } from '../copies.ts'
import { counted, leavingOut, together, verb, type Finder } from '../examined.ts'

/** Files with the same content. */
export const exactDuplicate: Finder = (examined) => {
  const groups = exactCopies(examined)
  if (groups.length === 0) return []
  // Which of two labels is right cannot be told from here.
  const agreeing = groups.filter((copies) => new Set(copies.map(({ classIndex }) => classIndex)).size === 1)
  const surplus = groups.reduce((sum, copies) => sum + copies.length - 1, 0)
  const spare = agreeing.flatMap((copies) => copies.slice(1))
  return [
    {
      kind: 'exactDuplicate',
      severity: examined.columns ? 'notice' : 'warning',
      title: `${counted(examined, surplus)} ${verb(surplus, 'is a copy of another one', 'are copies of others')}, to the last byte.`,
      effect: 'A copy counts double when a network learns, and teaches it nothing new.',
      advice: examined.columns
        ? 'Copies may be right: two things can have the same numbers.'
        : 'Delete all but one of each, or leave them out here.',
      count: surplus,
      groups: together(examined, groups),
      mends: leavingOut(examined, `Keep one of each, leave out ${spare.length}`, spare),
    },
  ]
}
