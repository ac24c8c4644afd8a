import { Worker } from 'node:worker_threads'
import { afterEach, expect, test, vi } from 'vitest'
import { WANTED } from '../../../src-main/training/messages.ts'
import { runTrainingThread, TrainingControl, type ThreadEnd } from '../../../src-main/training/training-thread.ts'

vi.mock('../../../src-main/training/training.worker.ts?modulePath', () => ({
  default: `${import.meta.dirname}/misbehaving.worker.ts`,
}))
// The memory of this machine would take too long to fill.
vi.mock('node:worker_threads', async (original) => {
  const threads = await original<typeof import('node:worker_threads')>()
  class Worker extends threads.Worker {
    constructor(file: string, options: object) {
      super(file, { ...options, resourceLimits: { maxOldGenerationSizeMb: 64 } })
    }
  }
  return { ...threads, Worker }
})
afterEach(() => void vi.useRealTimers())

type Job = Awaited<Parameters<typeof runTrainingThread>[0]>

function start(training: string, onMessage: () => Promise<void> = async () => undefined) {
  const control = new TrainingControl()
  const end: Promise<ThreadEnd> = runTrainingThread(Promise.resolve({ training } as unknown as Job), control, onMessage)
  return { control, end }
}

test('a thread that throws, or leaves without a word, is a failure that says what is saved', async () => {
  expect(await start('throws').end).toMatchObject({
    finished: null,
    error: { code: 'run/worker-died', message: expect.stringContaining('out of order') },
  })
  expect(await start('leaves').end).toMatchObject({
    error: { code: 'run/worker-died', hint: expect.stringContaining('resume') },
  })
})

test('a thread that runs out of memory takes nothing else with it', async () => {
  expect(await start('devours').end).toMatchObject({ error: { code: 'run/out-of-memory' } })
})

test('a thread that is told to halt and does not is ended', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let begun: () => void = () => undefined
  const reported = new Promise<void>((resolve) => (begun = resolve))
  const { control, end } = start('hangs', async () => begun())
  await reported
  control.halt(WANTED.pause)
  vi.advanceTimersByTime(119_000)
  const early = await Promise.race([end, new Promise((resolve) => setImmediate(resolve, 'still there'))])
  expect(early).toBe('still there')
  vi.advanceTimersByTime(2_000)
  expect(await end).toMatchObject({ finished: null, error: { code: 'run/worker-died' } })
})

test('a report that cannot be dealt with stops the thread, and is its error; a stop overrules a pause', async () => {
  const { control, end } = start('obeys')
  control.halt(WANTED.pause)
  control.halt(WANTED.stop)
  control.halt(WANTED.pause)
  expect(control.wanted).toBe(WANTED.stop)
  expect(await end).toMatchObject({ finished: { status: 'stopped' }, error: null, wallSeconds: 3 })
  const failing = start('leaves', async () => {
    throw new Error('no room')
  })
  expect(await failing.end).toMatchObject({ error: { message: 'no room' } })
  expect(failing.control.wanted).toBe(WANTED.stop)
})

test('what keeps a job from being made is passed on, and no thread stays behind', async () => {
  const failure = new Error('no examples')
  const exit = vi.spyOn(Worker.prototype, 'terminate')
  await expect(runTrainingThread(Promise.reject(failure), new TrainingControl(), async () => undefined)).rejects.toBe(
    failure,
  )
  expect(exit).toHaveBeenCalledOnce()
})
