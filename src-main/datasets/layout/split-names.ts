import type { SplitName } from '../../../src-engine/spec/data.ts'

const SPLITS: ReadonlyMap<string, SplitName> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
])

/** The split that a folder of this name is usually for. */
export const splitNamed = (folder: string | undefined): SplitName | null =>
  SPLITS.get(folder?.toLowerCase() ?? '') ?? null

/** The splits that some of these folders are named after. */
export function splitsAmong(folders: Iterable<string>): Set<SplitName> {
  return new Set([...folders].map(splitNamed).filter((split) => split !== null))
}
