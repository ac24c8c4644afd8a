import type { PictureFolder } from './picture-folder.ts'

/** Classes that are told; of more, the number. */
const MOST = 1000

/** What a folder holds, before any picture is opened. */
export interface Scanned {
  /** The first classes, in order, with the files of each. */
  classes: { name: string; count: number }[]
  classCount: number
  /** Files of all classes. */
  total: number
}

export function scannedOf({ classes, entries }: Pick<PictureFolder, 'classes' | 'entries'>): Scanned {
  const counts = new Uint32Array(classes.length)
  for (const { classIndex } of entries) counts[classIndex]!++
  return {
    classes: classes.slice(0, MOST).map((name, index) => ({ name, count: counts[index]! })),
    classCount: classes.length,
    total: entries.length,
  }
}
