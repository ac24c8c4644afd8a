import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Unix socket paths end at about 104 bytes on every system. */
const LONGEST = 100

/** Where the owner of a home folder listens: inside it, or where the system keeps such things when its path is too long. */
export function socketPath(home: string, platform = process.platform): string {
  const name = createHash('sha256').update(home).digest('hex').slice(0, 24)
  if (platform === 'win32') return `\\\\.\\pipe\\glassbox-${name}`
  const inside = join(home, 'owner.sock')
  return Buffer.byteLength(inside) <= LONGEST ? inside : join(tmpdir(), `glassbox-${name}.sock`)
}
