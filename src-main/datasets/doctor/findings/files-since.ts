import { alone, counted, leavingOut, verb, type Finder } from '../examined.ts'

/** Pictures whose files hold something else now. */
export const changed: Finder = (examined) => {
  const items = examined.changed.map((index) => examined.items[index]!)
  if (items.length === 0) return []
  return [
    {
      kind: 'changed',
      severity: 'warning',
      title: `${counted(examined, items.length)} ${verb(items.length, 'has', 'have')} changed on the disk since the import.`,
      effect:
        'Training goes on with what was imported; preparing the pictures in another way, or verifying a run, does not.',
      advice:
        'Import the folder again to learn from the new ones: it becomes another data set, and earlier runs keep theirs.',
      count: items.length,
      groups: alone(examined, items),
      mends: leavingOut(examined, `Leave out ${items.length}`, items),
    },
  ]
}

/** Pictures whose files are not there any more. */
export const missing: Finder = (examined) => {
  const items = examined.missing.map((index) => examined.items[index]!)
  if (items.length === 0) return []
  const isAll = items.length === examined.items.length
  return [
    {
      kind: 'missing',
      severity: 'warning',
      title: isAll
        ? 'None of the pictures is where it was imported from.'
        : `${counted(examined, items.length)} ${verb(items.length, 'is', 'are')} not where ${verb(items.length, 'it was', 'they were')} imported from.`,
      effect:
        'Training goes on with what was imported; large views, preparing them in another way and verifying a run do not.',
      advice: 'If the folder was moved, say where it is now: its pictures are recognised by their content.',
      count: items.length,
      groups: alone(examined, items),
      mends: isAll ? [] : leavingOut(examined, `Leave out ${items.length}`, items),
    },
  ]
}
