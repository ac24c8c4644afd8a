import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Answer, Question } from './messages.ts'

type Result = Exclude<Answer, { type: 'ready' | 'begins' }>

/** A process that answers questions; a new one where the last has died of its answer. */
export interface Judge {
  /** @returns null when the process hung or died */
  ask(question: Question): Promise<Result | null>
  close(): void
}

/** Time for loading, and for a test that takes long because the machine is busy. */
const PATIENCE_MS = 5_000
const PATIENCE_FACTOR = 10

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
      let timer = question.type === 'judge' ? setTimeout(end, PATIENCE_MS) : undefined
      function end(): void {
        asked.kill('SIGKILL')
      }
      function settle(result: Result | null): void {
        clearTimeout(timer)
        asked.removeAllListeners()
        if (!result) child = null
        resolve(result)
      }
      asked.on('exit', () => {
        settle(null)
      })
      asked.on('message', (answer: Answer) => {
        if (answer.type === 'begins') {
          clearTimeout(timer)
          timer = setTimeout(end, PATIENCE_MS + PATIENCE_FACTOR * answer.test.ms)
        } else if (answer.type !== 'ready') settle(answer)
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
