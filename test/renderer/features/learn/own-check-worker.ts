import {
  ownCheck,
  type SweepJob,
  type TensorsJob,
} from '../../../../src-renderer/features/learn/lessons/gradient-check/own-check.ts'
import type { WorkerAnswer } from '../../../../src-renderer/features/learn/useWorker.ts'

/** This document has no workers: the job is done in it, an item at a time. */
export class OwnCheckWorker {
  onmessage: ((event: { readonly data: WorkerAnswer<unknown> }) => void) | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  postMessage(job: TensorsJob | SweepJob): void {
    const found = ownCheck(structuredClone(job))
    const take = (): void => {
      const next = found.next()
      if (!next.done) this.#timer = setTimeout(take)
      this.onmessage?.({ data: next.done ? { isDone: true } : { item: next.value } })
    }
    this.#timer = setTimeout(take)
  }
  terminate(): void {
    clearTimeout(this.#timer)
  }
}
