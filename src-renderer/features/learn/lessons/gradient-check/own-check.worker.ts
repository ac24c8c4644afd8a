import type { WorkerAnswer } from '../../useWorker.ts'
import { ownCheck, type SweepJob, type TensorsJob } from './own-check.ts'

// Off the page: one pass through a network, which cannot be divided, takes longer than some frames.
const answer = (message: WorkerAnswer<unknown>): void => postMessage(message)
addEventListener('message', ({ data }: MessageEvent<TensorsJob | SweepJob>) => {
  for (const item of ownCheck(data)) answer({ item })
  answer({ isDone: true })
})
