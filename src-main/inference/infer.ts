import { readFileSync } from 'node:fs'
import { scalePixels, tensorBytes } from '../../src-engine/data/prepare/scale.ts'
import { scaleRows } from '../../src-engine/data/tables/scale.ts'
import { calledOf, collectAnswers } from '../../src-engine/inspect/evaluation/answers.ts'
import { confusionOf } from '../../src-engine/inspect/evaluation/confusion.ts'
import { classEstimates } from '../../src-engine/inspect/evaluation/estimates.ts'
import { ofTwo } from '../../src-engine/inspect/evaluation/of-two.ts'
import { compileKernels } from '../../src-engine/kernels/loader.ts'
import { createModel } from '../../src-engine/plan/model.ts'
import { sizeOf } from '../../src-engine/spec/shapes.ts'
import { arraySource, taskOf, type ExampleSource } from '../../src-engine/train/source.ts'
import { evaluateSource, type Metrics, type OnBatch } from '../../src-engine/train/evaluate.ts'
import { cacheSource, exampleBytes, openCache } from '../datasets/cache.ts'
import { sha256 } from '../datasets/hash.ts'
import { splitMetrics } from '../training/split-metrics.ts'
import type { EvaluatedExamples, EvaluatedNumbers, Examples, PictureNetwork, TrainedNetwork } from './messages.ts'
import { collectNumbers } from './predict-numbers.ts'

/** Larger batches do not make a forward pass faster on these networks. */
const BATCH = 32

/** Runs trained networks forward. Probabilities do not depend on what else is in the batch. */
export class Inference {
  readonly #module: ReturnType<typeof compileKernels>

  constructor(kernelsFiles: readonly string[]) {
    this.#module = compileKernels(kernelsFiles.map((file) => readFileSync(file)))
  }

  /** @param top how many of the most probable classes to keep of each example */
  evaluate(trained: TrainedNetwork, examples: Examples, top: number): EvaluatedExamples | EvaluatedNumbers {
    const { network, prepare, table } = trained
    const bytes = new Uint8Array(exampleBytes(network.input, prepare))
    // Every example is drawn once: nothing is worth holding.
    const cache = openCache(examples.cacheFile, bytes.length, examples.itemCount, 0)
    try {
      const source = cacheSource({ cache, items: examples.items, prepare, table })
      const tensorSha256 = Array.from(examples.items.positions, (position) => {
        cache.read(position, bytes)
        if (table?.statistics) scaleRows(new Float32Array(bytes.buffer), table.statistics)
        return sha256(prepare ? tensorBytes(bytes, prepare) : bytes)
      })
      const { labels, targets } = examples.items
      if (targets) {
        const { metrics, received } = this.#run(trained, source, () => collectNumbers(source.count, table))
        return { metrics: splitMetrics(metrics, table), targets, numbers: received.numbers, tensorSha256 }
      }
      const { metrics, received } = this.#run(trained, source, (classes) => collectAnswers(labels, classes, top))
      const { answers, classes } = received
      const confusion = confusionOf(labels, calledOf(answers), classes)
      return { metrics, targets: null, answers, confusion, perClass: classEstimates(confusion), tensorSha256 }
    } finally {
      cache.close()
    }
  }

  /**
   * @param pixels prepared pictures, one after the other
   * @returns (pictures, classes) probabilities; two classes for a network with a single output
   */
  predict(trained: PictureNetwork, pixels: Uint8Array): Float32Array {
    const { input } = trained.network
    const count = pixels.length / sizeOf(input)
    const inputs = new Float32Array(pixels.length)
    scalePixels(pixels, trained.prepare, inputs, 0)
    const examples = arraySource(inputs, new Uint32Array(count), input)
    return this.#run(trained, examples, (classes) => {
      const probabilities = new Float32Array(count * classes)
      return { probabilities, add: (batch, first) => probabilities.set(batch, first * classes) }
    }).received.probabilities
  }

  /** @param receiver what takes the answers in, for so many classes: two for a network with a single output */
  #run<R extends { readonly add: OnBatch }>(
    trained: TrainedNetwork,
    source: ExampleSource,
    receiver: (classes: number) => R,
  ): { metrics: Metrics; received: R } {
    const batchSize = Math.min(BATCH, source.count)
    const model = createModel(this.#module, {
      ...{ network: trained.network, batchSize, threads: 1, loss: trained.loss, task: taskOf(source) },
    })
    try {
      model.setWeights(new Float32Array(new Uint8Array(trained.weights).buffer))
      const isShare = model.classes === 1 && taskOf(source) === 'classification'
      const received = receiver(Math.max(2, model.classes))
      const metrics = evaluateSource(model, source, (batch, first, count) =>
        received.add(isShare ? ofTwo(batch) : batch, first, count),
      )
      return { metrics, received }
    } finally {
      model.close()
    }
  }
}
