import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { KnownFile } from '../standin/page/isolated-world.ts'

/** Everything that a page can get hold of when these files and folders are dropped, in the order it will see them. */
export async function knownFiles(paths: readonly string[]): Promise<KnownFile[]> {
  const all: KnownFile[] = []
  for (const path of paths) {
    const { size, mtimeMs } = await stat(path)
    const folder = (await stat(path)).isDirectory()
    all.push({ name: basename(path), size: folder ? null : size, modified: mtimeMs, path })
    if (folder) all.push(...(await knownFiles((await readdir(path)).sort().map((name) => join(path, name)))))
  }
  return all
}
