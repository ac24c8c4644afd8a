import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { browserEnded } from '../standin/browser-process.ts'
import type { Call, Controls } from '../standin/control.ts'
import { noRecords, type Records } from '../standin/records.ts'
import type { Exit } from './desktop.ts'

const REGISTER = fileURLToPath(new URL('../standin/register.ts', import.meta.url))

type FromStandIn =
  { records: Records } | { id: number; ok: true; value: unknown } | { id: number; ok: false; message: string }

export interface StandInProcess {
  /** @throws {Error} what the call threw, or what the process printed when it has ended. */
  call<N extends keyof Controls>(name: N, ...args: Parameters<Controls[N]>): Promise<Awaited<ReturnType<Controls[N]>>>
  readonly records: () => Records
  readonly exited: Promise<Exit>
  output(): string
  kill(signal: NodeJS.Signals): void
}

/** Runs a built main entry in Node with the stand-in; gone after the test, with its browser and temporary files. */
export async function startStandIn(
  main: string,
  userData: string,
  args: readonly string[],
  cwd?: string,
): Promise<StandInProcess> {
  const temporary = await mkdtemp(join(tmpdir(), 'glassbox-desktop-'))
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', REGISTER, main, ...args],
    {
      cwd,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    },
  )
  let printed = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const exited = new Promise<Exit>((resolve) => child.on('close', (code, signal) => resolve({ code, signal })))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
    await browserEnded(userData, 0)
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 })
  })

  let records = noRecords()
  let count = 0
  const waiting = new Map<number, PromiseWithResolvers<never>>()
  child.on('message', (message: FromStandIn) => {
    if ('records' in message) return void (records = message.records)
    const answer = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.ok) answer?.resolve(message.value as never)
    else answer?.reject(new Error(message.message))
  })
  const ended = (exit: Exit): Error =>
    new Error(`The application has ended with ${exit.signal ?? exit.code}:\n${printed}`)
  void exited.then((exit) => {
    for (const answer of waiting.values()) answer.reject(ended(exit))
  })

  return {
    async call(name, ...args) {
      if (!child.connected) throw ended(await exited)
      const call: Call = { id: count++, name, args }
      const answer = Promise.withResolvers<never>()
      waiting.set(call.id, answer)
      child.send(call, (error) => {
        if (error) void exited.then((exit) => answer.reject(ended(exit)))
      })
      return answer.promise
    },
    records: () => records,
    exited,
    output: () => printed,
    kill: (signal) => void child.kill(signal),
  }
}
