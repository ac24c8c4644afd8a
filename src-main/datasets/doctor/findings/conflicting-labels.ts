import { allCopies } from '../copies.ts'
import { counted, leavingOut, together, type Finder } from '../examined.ts'

/** The same picture in two classes. */
export const conflictingLabels: Finder = (examined) => {
  if (examined.classes.length < 2) return []
  const groups = allCopies(examined).filter((copies) => new Set(copies.map(({ classIndex }) => classIndex)).size > 1)
  if (groups.length === 0) return []
  const items = groups.flat()
  const isTable = examined.columns !== null
  return [
    {
      kind: 'conflictingLabels',
      severity: isTable ? 'warning' : 'problem',
      title: isTable
        ? `${counted(examined, items.length)} have the same numbers but another class.`
        : `${counted(examined, items.length)} lie in more than one class, as copies of each other.`,
      effect:
        'Whatever a network answers for them, one of the two labels calls it wrong: they hold its accuracy down and blur the border between the classes.',
      advice: isTable
        ? 'Find out which class is meant, or whether a column that tells them apart is missing.'
        : 'Look at each of them and delete the copy in the wrong folder.',
      count: items.length,
      groups: together(examined, groups),
      mends: leavingOut(examined, `Leave out all ${items.length}`, items),
    },
  ]
}
