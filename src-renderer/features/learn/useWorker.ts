import { onScopeDispose, readonly, shallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'

/** What a worker answers a job with. */
export type WorkerAnswer<T> = { readonly item: T } | { readonly isDone: true }

/** Items of a job as a worker finds them, so that the page is drawn meanwhile; beginning anew drops what was there. */
export function useWorker<Job, T>(start: () => Worker) {
  const items = shallowRef<readonly T[]>([])
  const isRunning = shallowRef(false)
  /** What ended it before it was done. */
  const error = shallowRef<ErrorEnvelope | null>(null)
  let worker: Worker | undefined

  function begin(job: Job): void {
    stop()
    items.value = []
    error.value = null
    isRunning.value = true
    worker = start()
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer<T>>) => {
      if ('isDone' in data) stop()
      else items.value = [...items.value, data.item]
    }
    worker.onerror = ({ message }) => {
      stop()
      error.value = toEnvelope(new Error(message))
    }
    worker.postMessage(job)
  }

  function stop(): void {
    worker?.terminate()
    isRunning.value = false
  }

  onScopeDispose(stop)
  return { items: readonly(items), isRunning: readonly(isRunning), error: readonly(error), begin, stop }
}
