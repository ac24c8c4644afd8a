import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../../main/support/temporary.ts'

const asRoot = process.getuid?.() === 0
const UNSHARE = ['--net', ...(asRoot ? [] : ['--map-root-user'])]

/** Whether this user may make networks; when not, that is said loudly and the tests are counted as skipped. */
export const canUnshare = spawnSync('unshare', [...UNSHARE, 'ip', 'link', 'set', 'lo', 'up']).status === 0
if (!canUnshare)
  console.warn('\n*** No network namespaces here (unshare, ip): the tests without a network are SKIPPED. ***\n')

/** What programs tried in a network where nothing can be reached: packets without a way out, and UDP of every kind. */
export interface Attempts {
  readonly noRoute: number
  readonly udp: number
}

export interface LoopbackOnly {
  /** Put before a command, runs it in this network. */
  readonly enter: readonly string[]
  /** All attempts since the start, by the kernel's own count. */
  attempts(): Attempts
  /** A program file that runs another one in this network. */
  wrapper(program: string): Promise<string>
}

/** A network of its own with nothing in it but 127.0.0.1 and ::1, for as long as the test runs. */
export async function loopbackOnly(): Promise<LoopbackOnly> {
  // It lives as long as the process in it, which ends with its input.
  const keeper = spawn('unshare', [...UNSHARE, 'sh', '-c', 'ip link set lo up && echo up && exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void keeper.stdin.end())
  await once(keeper.stdout, 'data')
  const user = asRoot ? [] : ['--user', '--preserve-credentials']
  const enter = ['nsenter', '--target', String(keeper.pid), ...user, '--net']
  return {
    enter,
    attempts: () => {
      const counters = { ...countersOf(keeper.pid), ...counters6Of(keeper.pid) }
      const sum = (...names: string[]): number => names.reduce((total, name) => total + (counters[name] ?? NaN), 0)
      return {
        noRoute: sum('Ip:OutNoRoutes', 'Ip6OutNoRoutes'),
        udp: sum('Udp:OutDatagrams', 'Udp6OutDatagrams'),
      }
    },
    async wrapper(program) {
      const file = join(await temporaryFolder(), 'program')
      await writeFile(file, `#!/bin/sh\nexec ${enter.join(' ')} '${program}' "$@"\n`)
      await chmod(file, 0o755)
      return file
    },
  }
}

/** Pairs of lines: names, then numbers. */
function countersOf(pid: number | undefined): Record<string, number> {
  const lines = readFileSync(`/proc/${pid}/net/snmp`, 'utf8').trim().split('\n')
  const counters: Record<string, number> = {}
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const [group = '', ...names] = (lines[i] ?? '').split(' ')
    const numbers = (lines[i + 1] ?? '').split(' ')
    for (const [index, name] of names.entries()) counters[group + name] = Number(numbers[index + 1])
  }
  return counters
}

function counters6Of(pid: number | undefined): Record<string, number> {
  const lines = readFileSync(`/proc/${pid}/net/snmp6`, 'utf8').trim().split('\n')
  const pairs = lines.map((line) => line.split(/\s+/))
  return Object.fromEntries(pairs.map(([name = '', value]): [string, number] => [name, Number(value)]))
}
