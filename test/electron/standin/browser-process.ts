import { readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
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
    while (isAlive(pid)) {
      // All of them are one group.
      process.kill(-pid, Date.now() - begun < patience ? 0 : 'SIGKILL')
      await after(20)
    }
    forgetBrowser(userData)
  } catch {
    forgetBrowser(userData) // or there was none
  }
}

/** Whether one of the group still does something: the dead wait for the system to collect them, sometimes for a second. */
function isAlive(group: number): boolean {
  if (process.platform !== 'linux') return true
  return readdirSync('/proc').some((pid) => {
    try {
      // After the name, which may hold anything: state, parent, group.
      const [state, , pgrp] = readFileSync(`/proc/${Number(pid)}/stat`, 'utf8')
        .split(') ')
        .at(-1)!
        .split(' ')
      return Number(pgrp) === group && state !== 'Z' && state !== 'X'
    } catch {
      return false // not a process, or gone meanwhile
    }
  })
}
