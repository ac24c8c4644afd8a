import { expect, test } from 'vitest'
import { exitCodeOfRun } from '../../../src-main/cli/watch-run.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'

const run = (status: RunDetail['status'], error: RunDetail['error'] = null): RunDetail =>
  ({ id: 'abcdefghij', name: 'spirals 1', status, error }) as RunDetail

test('a run that was waited for ends the command as it ended itself, never without a word', () => {
  expect(exitCodeOfRun(run('completed'))).toBe(0)
  expect(exitCodeOfRun(run('stopped'))).toBe(130)
  expect(exitCodeOfRun(run('paused'))).toBe(130)
  const error = { code: 'run/worker-died', message: 'The thread has ended.', hint: 'Resume it.' } as const
  expect(() => exitCodeOfRun(run('failed', error))).toThrow(expect.objectContaining(error))
  // As they are found when whoever trained them was killed: before the next one has looked, and after.
  for (const status of ['queued', 'running', 'interrupted'] as const)
    expect(() => exitCodeOfRun(run(status))).toThrow(
      expect.objectContaining({
        code: 'home/owner-lost',
        message: 'The Glassbox that trained spirals 1 has ended.',
        hint: 'Every epoch that was shown is kept. Go on with: glassbox resume abcdefghij',
      }),
    )
})
