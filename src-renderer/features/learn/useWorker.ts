import { onScopeDispose, readonly, shallowRef } from 'vue'

/** What a worker answers a job with. */
export type WorkerAnswer<T> = { readonly item: T } | { readonly isDone: true }

/** Items of a job as a worker finds them, so that the page is drawn meanwhile; beginning anew drops what was there. */
export function useWorker<Job, T>(start: () => Worker) {
  const items = shallowRef<readonly T[]>([])
  const isRunning = shallowRef(false)
  let worker: Worker | undefined

  function begin(job: Job): void {
    stop()
    items.value = []
    isRunning.value = true
    worker = start()
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer<T>>) => {
      if ('isDone' in data) stop()
      else items.value = [...items.value, data.item]
    }
    worker.onerror = stop
    worker.postMessage(job)
  }

  function stop(): void {
    worker?.terminate()
    isRunning.value = false
  }

  onScopeDispose(stop)
  return { items: readonly(items), isRunning: readonly(isRunning), begin, stop }
}
