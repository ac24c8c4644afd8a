import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const root = join(import.meta.dirname, '../../..')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningGlassbox {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  /** Resolves with the first match in what is printed to either stream. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
}

interface Options {
  readonly home: string
  readonly cwd?: string
  /** A command that runs the command that follows it. */
  readonly through?: readonly string[]
  /** Beside what the test itself has. */
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the built `glassbox` command; whatever happens, it does not outlive the test. */
export function startGlassbox(args: readonly string[], options: Options): RunningGlassbox {
  const command = [process.execPath, join(root, 'out/main/cli.js'), ...args, '--home', options.home]
  const [program = '', ...rest] = [...(options.through ?? []), ...command]
  const child = spawn(program, rest, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  const watchers = new Set<() => void>()
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
    for (const watch of watchers) watch()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    for (const watch of watchers) watch()
  })
  const finished = new Promise<Finished>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
  return {
    child,
    finished,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          const match = pattern.exec(stdout) ?? pattern.exec(stderr)
          if (match) {
            watchers.delete(watch)
            resolve(match)
          }
        }
        watchers.add(watch)
        watch()
        void finished.then(({ code }) =>
          reject(new Error(`glassbox ended with ${code} and never printed ${pattern}:\n${stdout}${stderr}`)),
        )
      }),
  }
}

export function glassbox(args: readonly string[], options: Options): Promise<Finished> {
  return startGlassbox(args, options).finished
}
