import { foundItem, listed, verb, type Examined, type Finder, type Group } from '../examined.ts'

/** How names look to file systems that know no case, and to a person who sees no spaces. */
const plain = (name: string): string => name.normalize('NFC').toLowerCase().replaceAll(/\s+/g, '')

/** Names that differ only by case, by spaces, or by how an accent is written. */
export const similarNames: Finder = (examined) => {
  if (examined.columns) return []
  const classes = similarClasses(examined)
  const files = [...Map.groupBy(examined.items, ({ path }) => plain(path)).values()]
    .filter((items) => items.length > 1)
    // Of two folders with such names, every picture would be listed.
    .filter((items) => new Set(items.map(({ classIndex }) => classIndex)).size < items.length)
    .map((items) => ({ items: items.map((item) => foundItem(examined, item)), note: null }))
  const groups = [...classes, ...files]
  if (groups.length === 0) return []
  const what =
    classes.length > 0
      ? verb(classes.length, 'pair of classes', 'groups of classes')
      : verb(files.length, 'group of files', 'groups of files')
  return [
    {
      kind: 'similarNames',
      severity: classes.length > 0 ? 'warning' : 'notice',
      title: `${classes.length || files.length} ${what} ${verb(classes.length || files.length, 'has', 'have')} names that differ only by case, spaces or accents.`,
      effect:
        classes.length > 0
          ? 'If they mean the same, a network is asked to tell one thing from itself.'
          : 'Copied to another computer, one of them may overwrite the other.',
      advice: classes.length > 0 ? 'Put their pictures into one folder if they mean the same.' : 'Rename one of each.',
      count: groups.length,
      groups: listed(groups),
      mends: [],
    },
  ]
}

function similarClasses(examined: Examined): Group[] {
  const alike = Map.groupBy(examined.classes.entries(), ([, name]) => plain(name))
  return [...alike.values()]
    .filter((entries) => entries.length > 1)
    .map((entries) => ({
      items: entries.map(([index, name]) => {
        const first = examined.items.find(({ classIndex }) => classIndex === index)
        return first ? foundItem(examined, first) : { position: null, path: name, className: name, split: null }
      }),
      note: entries.map(([, name]) => JSON.stringify(name)).join(', '),
    }))
}
