import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Answer, Question } from './messages.ts'

type Result = Exclude<Answer, { type: 'ready' }>

/** A process that answers questions; a new one where the last has died of its answer. */
export interface Judge {
  /** @returns null when the process hung or died */
  ask(question: Question): Promise<Result | null>
  close(): void
}

/** A judge's watchdog ends it when it hangs at work; one that sleeps for ever is ended after this time. */
const PATIENCE_MS = 600_000

export function createJudge(programFile: string): Judge {
  let child: ChildProcess | null = null

  async function started(): Promise<ChildProcess> {
    if (child) return child
    child = fork(new URL('./judge.worker.ts', import.meta.url), [programFile], {
      execArgv: ['--max-old-space-size=2048'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    await once(child, 'message')
    return child
  }

  async function ask(question: Question): Promise<Result | null> {
    const asked = await started()
    return new Promise((resolve) => {
      const timer = setTimeout(() => asked.kill('SIGKILL'), PATIENCE_MS)
      function settle(result: Result | null): void {
        clearTimeout(timer)
        asked.removeAllListeners()
        if (!result) child = null
        resolve(result)
      }
      asked.on('exit', () => {
        settle(null)
      })
      asked.on('message', (answer: Result) => {
        settle(answer)
      })
      asked.send(question)
    })
  }

  return { ask, close: () => child?.kill('SIGKILL') }
}

/** Every task once, each judge taking the next when it is free. */
export async function shareOut<T>(
  judges: readonly Judge[],
  tasks: readonly T[],
  work: (judge: Judge, task: T) => Promise<void>,
): Promise<void> {
  const left = tasks.values()
  await Promise.all(
    judges.map(async (judge) => {
      for (const task of left) await work(judge, task)
    }),
  )
}
