import {
  counted,
  foundItem,
  leavingOut,
  listed,
  verb,
  type Examined,
  type ExaminedItem,
  type Finder,
} from '../examined.ts'

/** Below this many training examples a class is hardly learnt; below the other one, not at all. */
const FEW = 10
const HOPELESS = 3
/** The largest class has so many times the training examples of the smallest: worth a word, and worth a warning. */
const UNEVEN = 3
const VERY_UNEVEN = 10

interface ClassSize {
  readonly name: string
  readonly items: readonly ExaminedItem[]
  /** Of its items, those for training. */
  readonly training: number
}

function sizesOf({ classes, items }: Examined): ClassSize[] {
  const members = Map.groupBy(items, ({ classIndex }) => classIndex)
  return classes.map((name, index) => {
    const own = members.get(index) ?? []
    return { name, items: own, training: own.filter(({ split }) => split === 'train').length }
  })
}

/** A class as a group: its first item stands for it. */
const asGroups = (examined: Examined, sizes: readonly ClassSize[]) =>
  listed(
    sizes.map(({ name, items, training }) => ({
      items: items[0]
        ? [foundItem(examined, items[0])]
        : [{ position: null, path: name, className: name, split: null }],
      note: `${counted(examined, items.length)}, ${training} for training`,
    })),
  )

/** Classes with too few examples to learn from. */
export const tinyClass: Finder = (examined) => {
  if (examined.classes.length < 2) return []
  const tiny = sizesOf(examined).filter(({ training }) => training < FEW)
  if (tiny.length === 0) return []
  const count = tiny.length
  const names = tiny.length <= 3 ? `: ${tiny.map(({ name }) => `"${name}"`).join(', ')}` : ''
  return [
    {
      kind: 'tinyClass',
      severity: tiny.some(({ training }) => training < HOPELESS) ? 'problem' : 'warning',
      title: `${count} ${verb(count, 'class has', 'classes have')} fewer than ${FEW} examples to learn from${names}.`,
      effect: 'A network hardly learns it, and the few examples for testing say little about how well.',
      advice: `Add more, or leave the class out. ${FEW} to 20 are enough to begin with, a hundred are better.`,
      count,
      groups: asGroups(examined, tiny),
      mends: leavingOut(
        examined,
        `Leave out ${verb(count, 'this class', 'these classes')}`,
        tiny.flatMap(({ items }) => items),
      ),
    },
  ]
}

/** Classes of very different sizes. */
export const imbalance: Finder = (examined) => {
  if (examined.classes.length < 2) return []
  const sizes = sizesOf(examined)
    .filter(({ training }) => training > 0)
    .sort((a, b) => b.training - a.training)
  const [largest, smallest] = [sizes[0], sizes.at(-1)]
  if (!largest || !smallest || largest.training < UNEVEN * smallest.training) return []
  const ratio = largest.training / smallest.training
  return [
    {
      kind: 'imbalance',
      severity: ratio >= VERY_UNEVEN ? 'warning' : 'notice',
      title: `"${largest.name}" has ${ratio < VERY_UNEVEN ? ratio.toFixed(1) : Math.round(ratio)} times as many examples to learn from as "${smallest.name}".`,
      effect: `When in doubt a network answers "${largest.name}". Accuracy hides that: look at precision and recall of each class.`,
      advice: 'Add examples to the small classes. Leaving some of the large ones out helps only when they are many.',
      count: sizes.length,
      groups: asGroups(examined, sizes),
      mends: [],
    },
  ]
}
