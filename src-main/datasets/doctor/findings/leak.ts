import { allCopies } from '../copies.ts'
import { counted, leavingOut, together, type ExaminedItem, type Finder } from '../examined.ts'

const isTraining = ({ split }: ExaminedItem): boolean => split === 'train'

/** The same picture among those that are learnt and those that are asked about. */
export const leak: Finder = (examined) => {
  const groups = allCopies(examined).filter((copies) => copies.some(isTraining) && !copies.every(isTraining))
  if (groups.length === 0) return []
  const items = groups.flat()
  const asked = items.filter((item) => !isTraining(item))
  const learnt = items.filter(isTraining)
  const [one, it] = asked.length === 1 ? ['is', 'it'] : ['are', 'them']
  return [
    {
      kind: 'leak',
      severity: examined.columns ? 'notice' : 'problem',
      title: `${counted(examined, asked.length)} for validation or testing ${one} for training, too, as a copy.`,
      effect: `A network is asked about what it has learnt by heart: its accuracy looks better than it will be on new ${examined.columns ? 'data' : 'pictures'}.`,
      advice: `Keep each of ${it} on one side only. Keeping the copies for testing leaves fewer to learn from; keeping those for training leaves fewer to test with.`,
      count: items.length,
      groups: together(examined, groups),
      mends: [
        ...leavingOut(examined, `Keep for training, leave out ${asked.length}`, asked),
        ...leavingOut(examined, `Keep for validation and testing, leave out ${learnt.length}`, learnt),
      ],
    },
  ]
}
