import { expect, test } from 'vitest'
import { EventHub } from '../../../src-main/app/event-hub.ts'
import { Jobs, NO_OUTCOME } from '../../../src-main/app/jobs.ts'
import { GlassboxError } from '../../../src-main/contract/errors.ts'

function finished(events: EventHub): Promise<unknown> {
  return new Promise((resolve) => events.on('job/finished', resolve))
}

test('a job reports, ends with its outcome and is forgotten', async () => {
  const events = new EventHub()
  const jobs = new Jobs(events)
  const reported: number[] = []
  events.on('job/progress', ({ done }) => reported.push(done))
  const over = finished(events)
  const jobId = jobs.start('import', 'pictures', async (report) => {
    report({ done: 3, total: 4, skipped: 0, perSecond: 10, secondsLeft: 1 })
    return { datasetId: 'abcd' }
  })
  expect(jobs.list()).toMatchObject([{ jobId, kind: 'import', name: 'pictures' }])
  expect(await over).toEqual({ ...NO_OUTCOME, jobId, datasetId: 'abcd', error: null })
  expect(reported).toEqual([0, 3])
  expect(jobs.list()).toEqual([])
})

test('an error becomes the end of the job, with its code', async () => {
  const events = new EventHub()
  const over = finished(events)
  new Jobs(events).start('check', 'x', () =>
    Promise.reject(new GlassboxError('dataset/one-class', 'Only one.', { hint: 'Add one.' })),
  )
  expect(await over).toMatchObject({ error: { code: 'dataset/one-class', message: 'Only one.', hint: 'Add one.' } })
})

test('cancelling resolves only after the work has stopped', async () => {
  const events = new EventHub()
  const jobs = new Jobs(events)
  let cleaned = false
  const begun = Promise.withResolvers<void>()
  const jobId = jobs.start('import', 'x', async (_, signal) => {
    begun.resolve()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    await new Promise((resolve) => setTimeout(resolve, 20))
    cleaned = true
    throw signal.reason
  })
  const over = finished(events)
  await begun.promise
  expect(await jobs.cancel(jobId)).toBe(true)
  expect(cleaned).toBe(true)
  expect(await over).toMatchObject({ error: { code: 'cancelled' } })
  expect(await jobs.cancel(jobId)).toBe(false)
})
