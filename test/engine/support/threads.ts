import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import type { Model } from '../../../src-engine/plan/model.ts'

/** Starts a model's helper threads and waits until all take part; the function returned closes the model and awaits them. */
export async function startThreads(model: Model, wait = true): Promise<() => Promise<void>> {
  const workers = Array.from({ length: model.threads - 1 }, (_, index) => {
    const workerData = { module: model.module, memory: model.memory, thread: index + 1 }
    return new Worker(new URL('./kernel-thread.worker.ts', import.meta.url), { workerData })
  })
  const exits = workers.map((worker) => once(worker, 'exit'))
  const joined = new Int32Array(model.memory.buffer)
  while (wait && countBits(Atomics.load(joined, layout.JOINED / 4)) < workers.length)
    await new Promise((resolve) => setTimeout(resolve, 5))
  return async () => {
    model.close()
    await Promise.all(exits)
  }
}

function countBits(word: number): number {
  return word === 0 ? 0 : (word & 1) + countBits(word >>> 1)
}
