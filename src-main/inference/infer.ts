import { readFileSync } from 'node:fs'
import { scalePixels, tensorBytes } from '../../src-engine/data/prepare/scale.ts'
import { compileKernels } from '../../src-engine/kernels/loader.ts'
import { createModel } from '../../src-engine/plan/model.ts'
import { sizeOf } from '../../src-engine/spec/shapes.ts'
import { arraySource, type ExampleSource } from '../../src-engine/train/source.ts'
import { evaluateSource } from '../../src-engine/train/evaluate.ts'
import { cacheSource, openCache } from '../datasets/cache.ts'
import { sha256 } from '../datasets/hash.ts'
import type { EvaluatedExamples, Examples, Predictions, TrainedNetwork } from './messages.ts'

/** Larger batches do not make a forward pass faster on these networks. */
const BATCH = 32

/** Runs trained networks forward. Probabilities do not depend on what else is in the batch. */
export class Inference {
  readonly #module: ReturnType<typeof compileKernels>

  constructor(kernelsFiles: readonly string[]) {
    this.#module = compileKernels(kernelsFiles.map((file) => readFileSync(file)))
  }

  evaluate(trained: TrainedNetwork, examples: Examples): EvaluatedExamples {
    const size = sizeOf(trained.network.input)
    const cache = openCache(examples.cacheFile, size, examples.itemCount)
    const pixels = new Uint8Array(size)
    try {
      const source = cacheSource({ cache, items: examples.items, prepare: trained.prepare })
      const tensorSha256 = examples.items.map(({ position }) => {
        cache.read(position, pixels)
        return sha256(tensorBytes(pixels, trained.prepare))
      })
      return { ...this.#run(trained, source), tensorSha256 }
    } finally {
      cache.close()
    }
  }

  /** @param pixels prepared pictures, one after the other */
  predict(trained: TrainedNetwork, pixels: Uint8Array): Predictions {
    const { input } = trained.network
    const count = pixels.length / sizeOf(input)
    const inputs = new Float32Array(pixels.length)
    scalePixels(pixels, trained.prepare, inputs, 0)
    return this.#run(trained, arraySource(inputs, new Uint32Array(count), input))
  }

  #run(trained: TrainedNetwork, source: ExampleSource): Predictions {
    const batchSize = Math.min(BATCH, source.count)
    const model = createModel(this.#module, { network: trained.network, batchSize, threads: 1, loss: trained.loss })
    try {
      model.setWeights(new Float32Array(new Uint8Array(trained.weights).buffer))
      const probabilities = new Float32Array(source.count * model.classes)
      const { loss, accuracy } = evaluateSource(model, source, (batch, first) =>
        probabilities.set(batch, first * model.classes),
      )
      return { probabilities, loss, accuracy }
    } finally {
      model.close()
    }
  }
}
