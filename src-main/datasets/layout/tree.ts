import { isLitter } from '../litter.ts'

/** A file or a folder by the parts of its path. */
export interface Node {
  readonly path: string
  readonly parts: readonly string[]
}

/** Hidden files and litter are left out. */
export function toNodes(paths: readonly string[]): Node[] {
  return paths.map((path) => ({ path, parts: path.split('/') })).filter(({ parts }) => !parts.some(isLitter))
}

/** How many folders a file lies in. */
export const foldersOf = ({ parts }: Node): number => parts.length - 1

/** Names of the folders that lie so many folders deep (0: at the top). */
export function folderNames(files: readonly Node[], dirs: readonly Node[], level: number): Set<string> {
  const names = new Set<string>()
  for (const file of files) if (foldersOf(file) > level) names.add(file.parts[level]!)
  for (const { parts } of dirs) if (parts.length > level) names.add(parts[level]!)
  return names
}

/** The same, of those only that hold folders themselves. */
export function namesWithFolders(files: readonly Node[], dirs: readonly Node[], level: number): Set<string> {
  return folderNames(
    files.filter((file) => foldersOf(file) > level + 1),
    dirs.filter(({ parts }) => parts.length > level + 1),
    level,
  )
}
