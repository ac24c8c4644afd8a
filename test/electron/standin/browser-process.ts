import { readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
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

/** The browser has ended in good order. */
export function forgetBrowser(userData: string): void {
  rmSync(file(userData), { force: true })
}

/**
 * Waits until the browser and its helpers are gone: when their application was killed, they take a moment to notice.
 * @param patience how long they are left to themselves before they are killed (milliseconds)
 */
export async function browserEnded(userData: string, patience: number): Promise<void> {
  const begun = Date.now()
  try {
    const pid = Number(readFileSync(file(userData), 'utf8'))
    for (;;) {
      // All of them are one group.
      process.kill(-pid, Date.now() - begun < patience ? 0 : 'SIGKILL')
      await after(20)
    }
  } catch {
    forgetBrowser(userData) // or there was none
  }
}
