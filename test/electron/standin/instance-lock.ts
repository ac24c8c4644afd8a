import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync, type FSWatcher } from 'node:fs'
import { join } from 'node:path'
import { decode, encode } from './clone.ts'

type Message = { argv: string[]; cwd: string; data: unknown }
type Listener = (argv: string[], cwd: string, data: unknown) => void

/** One process per folder of user data. Everything is a file, because Electron's call answers at once. */
export class InstanceLock {
  private readonly watcher: FSWatcher
  private readonly file: string

  /** @returns null when another process holds the lock; that one has been told. */
  static request(folder: string, data: unknown, listener: Listener): InstanceLock | null {
    const messages = join(folder, 'second-instances')
    const file = join(folder, 'instance')
    mkdirSync(messages, { recursive: true })
    for (;;) {
      try {
        writeFileSync(file, String(process.pid), { flag: 'wx' })
        return new InstanceLock(file, messages, listener)
      } catch {
        const holder = Number(readFileSync(file, 'utf8'))
        if (isAlive(holder)) break
        rmSync(file, { force: true })
      }
    }
    const message: Message = { argv: process.argv, cwd: process.cwd(), data }
    const name = join(messages, String(process.pid))
    writeFileSync(`${name}.part`, encode(message))
    renameSync(`${name}.part`, `${name}.message`)
    return null
  }

  private constructor(file: string, messages: string, listener: Listener) {
    this.file = file
    const receive = (): void => {
      for (const name of readdirSync(messages).filter((one) => one.endsWith('.message'))) {
        const { argv, cwd, data } = decode(readFileSync(join(messages, name), 'utf8')) as Message
        rmSync(join(messages, name))
        listener(argv, cwd, data)
      }
    }
    this.watcher = watch(messages, { persistent: false }, receive)
    process.once('exit', () => this.release())
  }

  release(): void {
    this.watcher.close()
    rmSync(this.file, { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
