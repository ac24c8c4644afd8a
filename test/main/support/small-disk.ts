import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary.ts'

export interface SmallDisk {
  readonly folder: string
  /** Leaves so many bytes free. */
  fill(free: number): void
  /** Takes away what filled it. */
  clear(): void
}

/** A disk of its own of so many megabytes; null, with a loud line, where none can be mounted. */
export async function smallDisk(megabytes: number, task: string): Promise<SmallDisk | null> {
  const folder = await temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder], { stdio: 'pipe' })
  } catch (error) {
    console.warn(`skipped: ${task}: cannot mount a small disk here: ${String(error).split('\n')[0]}`)
    return null
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  const filler = join(folder, 'filler')
  return {
    folder,
    fill(free) {
      const { bavail, bsize } = statfsSync(folder)
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - free)))
    },
    clear: () => rmSync(filler, { force: true }),
  }
}
