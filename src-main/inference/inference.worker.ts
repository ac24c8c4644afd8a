import '../outgoing.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { engineEnvelope } from '../training/engine-errors.ts'
import { Inference } from './infer.ts'
import type { InferenceRequest, InferenceResponse } from './messages.ts'

const { kernelsFiles } = workerData as { kernelsFiles: readonly string[] }
const inference = new Inference(kernelsFiles)

parentPort?.on('message', (request: InferenceRequest) => {
  const { id } = request
  const reply = (response: InferenceResponse): void => parentPort?.postMessage(response)
  try {
    const result =
      request.kind === 'evaluate'
        ? inference.evaluate(request.trained, request.examples, request.top)
        : inference.predict(request.trained, request.pixels)
    reply({ id, ok: true, result })
  } catch (error) {
    reply({ id, ok: false, error: engineEnvelope(error) })
  }
})
