import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'

export interface Server {
  readonly child: ChildProcess
  readonly url: string
}

/** Starts a server that says where it listens. */
export async function start(program: string, args: readonly string[]): Promise<Server> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      const [found] = /http:\/\/127\.0\.0\.1:\S+(?=\s)/.exec(said) ?? []
      if (found) resolve(found)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`${program} has ended:\n${said}`)))
  })
  return { child, url }
}

export async function stop({ child }: Server): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Of a server with the processes that it has started. */
export function serverMegabytes({ child }: Server): number {
  return family(child.pid!).reduce((sum, id) => sum + megabytes(id), 0)
}

/** Of the page: beside its process there is one that the browser keeps ready. */
export async function pageMegabytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => megabytes(id)))
}

function family(id: number): number[] {
  const children = readdirSync(`/proc/${id}/task`).flatMap((task) =>
    readFileSync(`/proc/${id}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return [id, ...children.flatMap(family)]
}

/** Its share in the memory of the machine: private pages whole, shared ones by who shares them. */
function megabytes(id: number): number {
  return (Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]) * 1024) / 1e6
}
