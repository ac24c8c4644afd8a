import { Worker } from 'node:worker_threads'
import { GlassboxError } from '../contract/errors.ts'
import { kernelsFiles } from '../kernels-files.ts'
import workerPath from './inference.worker.ts?modulePath'
import type {
  EvaluatedExamples,
  EvaluatedNumbers,
  Examples,
  InferenceRequest,
  InferenceResponse,
  InferenceResult,
  InferenceWork,
  PictureNetwork,
  TrainedNetwork,
} from './messages.ts'

/** Trained networks, run forward in a thread of their own that starts with the first question. */
export class InferenceClient {
  #worker: Worker | null = null
  #closed = false
  #next = 1
  readonly #pending = new Map<number, { resolve: (value: InferenceResult) => void; reject: (error: unknown) => void }>()

  /** @param top how many of the most probable classes to keep of each example */
  evaluate(trained: TrainedNetwork, examples: Examples, top: number): Promise<EvaluatedExamples | EvaluatedNumbers> {
    return this.#ask({ kind: 'evaluate', trained, examples, top }) as Promise<EvaluatedExamples | EvaluatedNumbers>
  }

  /** @returns (pictures, classes) probabilities; two classes for a network with a single output */
  predict(trained: PictureNetwork, pixels: Uint8Array): Promise<Float32Array> {
    return this.#ask({ kind: 'predict', trained, pixels }) as Promise<Float32Array>
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#worker?.terminate()
  }

  #ask(work: InferenceWork): Promise<InferenceResult> {
    if (this.#closed) return Promise.reject(new GlassboxError('cancelled', 'Glassbox is ending.'))
    const worker = (this.#worker ??= this.#start())
    return new Promise((resolve, reject) => {
      const id = this.#next++
      this.#pending.set(id, { resolve, reject })
      worker.postMessage({ id, ...work } satisfies InferenceRequest)
    })
  }

  #start(): Worker {
    const worker = new Worker(workerPath, { workerData: { kernelsFiles } })
    worker.on('message', (response: InferenceResponse) => {
      const waiting = this.#pending.get(response.id)
      this.#pending.delete(response.id)
      if (response.ok) waiting?.resolve(response.result)
      else waiting?.reject(GlassboxError.fromEnvelope(response.error))
    })
    let cause: unknown
    worker.on('error', (error: Error) => {
      cause = error
    })
    worker.on('exit', () => {
      this.#worker = null
      const error = new GlassboxError('run/worker-died', 'The thread that runs trained networks has ended.', {
        hint: 'Try again.',
        cause,
      })
      for (const waiting of this.#pending.values()) waiting.reject(error)
      this.#pending.clear()
    })
    return worker
  }
}
