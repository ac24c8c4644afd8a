import { homedir, tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { packageOf } from './package.ts'

/** Folders of the system and of the application, which may move its own. */
class Paths {
  private readonly moved = new Map<string, string>()

  /** @throws {Error} for a name that Electron does not know. */
  get(name: string): string {
    const path = this.moved.get(name) ?? this.usual(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  /** @throws {Error} for a name that Electron does not know and for a relative path. */
  set(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute')
    if (this.usual(name) === undefined) throw new Error('Failed to set path')
    this.moved.set(name, path)
  }

  private usual(name: string): string | undefined {
    const home = homedir()
    switch (name) {
      case 'home':
        return home
      case 'temp':
        return tmpdir()
      case 'exe':
      case 'module':
        return process.execPath
      case 'appData':
        return process.env.XDG_CONFIG_HOME ?? join(home, '.config')
      case 'userData':
        return join(this.get('appData'), packageOf().name)
      case 'sessionData':
        return this.get('userData')
      case 'logs':
        return join(this.get('userData'), 'logs')
      case 'crashDumps':
        return join(this.get('userData'), 'Crashpad')
      case 'desktop':
      case 'documents':
      case 'downloads':
      case 'music':
      case 'pictures':
      case 'videos':
        return join(home, name[0]!.toUpperCase() + name.slice(1))
      default:
        return undefined
    }
  }
}

export const paths = new Paths()
