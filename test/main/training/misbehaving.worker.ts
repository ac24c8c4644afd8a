import { once } from 'node:events'
import { parentPort } from 'node:worker_threads'

/** Stands in for the training worker: does what its `training` says, none of which the real one should ever do. */
const [{ training, control }] = (await once(parentPort!, 'message')) as [
  { training: string; control: SharedArrayBuffer },
]

switch (training) {
  case 'throws':
    throw new Error('out of order')
  case 'leaves':
    parentPort?.postMessage({ kind: 'progress', progress: {} })
    break
  case 'hangs':
    parentPort?.postMessage({ kind: 'progress', progress: {} })
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
  case 'devours': {
    const kept: number[][] = []
    for (;;) kept.push(new Array<number>(1e6).fill(kept.length))
  }
  case 'obeys': {
    const words = new Int32Array(control)
    const wait = (): void => {
      if (Atomics.load(words, 0) === 0) return void setTimeout(wait, 5)
      parentPort?.postMessage({ kind: 'halted' })
      parentPort?.postMessage({ kind: 'finished', status: 'stopped', reason: null, metrics: null, wallSeconds: 3 })
    }
    wait()
  }
}
