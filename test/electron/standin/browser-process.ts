import { readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'

const file = (userData: string): string => join(userData, 'chromium.pid')

/** Where the browser of an application keeps its profile. */
export const profileOf = (userData: string): string => join(userData, 'chromium')

/** Remembers the browser that has just been started. */
export function rememberBrowser(userData: string): void {
  // The lock of a profile is a link to `HOST-PID`.
  const pid =
    readlinkSync(join(profileOf(userData), 'SingletonLock'))
      .split('-')
      .at(-1) ?? ''
  writeFileSync(file(userData), pid)
}

/** Waits until the browser and its helpers have ended: when their application was killed, they take a moment to notice. */
export async function browserEnded(userData: string): Promise<void> {
  try {
    const pid = Number(readFileSync(file(userData), 'utf8'))
    for (let tries = 0; tries < 200; tries++) {
      // All of them are one group; what does not end by itself is ended.
      process.kill(-pid, tries < 100 ? 0 : 'SIGKILL')
      await after(25)
    }
  } catch {
    return // no browser was started, or nothing of it is left
  }
}
