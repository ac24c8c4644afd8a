import { GlassboxError } from '../../src-main/contract/errors.ts'
import { emptyHistory } from '../../src-renderer/features/run/history.ts'
import { sampleDetail, sampleRun } from './samples.ts'

/** What is asked about the one run that there is, which has no weights yet. */
export const runAnswers = {
  'runs/list': () => [sampleRun()],
  'runs/get': () => sampleDetail(),
  'runs/history': () => emptyHistory(),
  'runs/weights': (): never => {
    throw new GlassboxError('run/no-checkpoint', 'None yet.')
  },
}
