import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Package {
  readonly name: string
  readonly version: string
  readonly folder: string
}

let found: Package | undefined

/** The application's own package.json: the nearest one above its main entry. */
export function packageOf(): Package {
  if (found) return found
  let folder = dirname(process.argv[1] ?? '')
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return (found = { name: 'Electron', version: '0.0.0', folder: dirname(process.argv[1] ?? '') })
  const { name, productName, version } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  return (found = { name: productName ?? name ?? '', version: version ?? '', folder })
}
