import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { extractFile, listPackage, statFile } from '@electron/asar'

/**
 * Lays the archive out as Electron shows it to a program: a folder in its place that holds what is packed; what is not
 * is found in `app.asar.unpacked`.
 * @param folder receives `app.asar`, beside `app.asar.unpacked` or a link to it
 */
export async function layOut(asar: string, folder: string): Promise<string> {
  const app = join(folder, 'app.asar')
  for (const entry of listPackage(asar, { isPack: false })) {
    const name = entry.slice(1)
    const facts = statFile(asar, name)
    const target = join(app, name)
    if ('files' in facts) await mkdir(target, { recursive: true })
    else if (facts.unpacked) await symlink(join(`${asar}.unpacked`, name), target)
    else {
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, extractFile(asar, name), { mode: 0o644 })
    }
  }
  return app
}
