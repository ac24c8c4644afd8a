import { tensorsOf, viewTensor, type TensorPlace } from '../../src-engine/inspect/layer-weights.ts'
import type { Observation } from '../../src-engine/plan/observation.ts'
import type { NetworkSpec } from '../../src-engine/spec/network.ts'
import type { LiveWeights } from '../contract/types.ts'
import { watchedLayers } from './messages.ts'

/** Milliseconds between two looks. */
const INTERVAL = 100
/** Larger layers are sent less often, so that they never crowd out anything else. */
const BYTES_PER_SECOND = 2e6
/** So many times as long as a look took nobody looks again: training loses no more than 2 %. */
const PAUSE = 50

interface WatchOptions {
  readonly network: NetworkSpec
  readonly observation: Observation
  /** Int32, see `CONTROL`: it says which layers are watched. */
  readonly control: Int32Array
  readonly send: (weights: LiveWeights) => void
}

/** Sends the layers that somebody looks at, as steps leave them. While nobody does, it costs a comparison a step. */
export class WeightsWatch {
  readonly #options: WatchOptions
  readonly #places = new Map<number, readonly TensorPlace[]>()
  #next = 0

  constructor(options: WatchOptions) {
    this.#options = options
  }

  /** Whether the step that comes now is to be looked at. */
  isDue(now: number): boolean {
    if (now < this.#next) return false
    this.#next = now + INTERVAL
    return watchedLayers(this.#options.control).length > 0
  }

  /**
   * Behind an observed step.
   * @param epoch finished ones, with the part of the next one behind the point
   * @param count examples of the step
   */
  look(epoch: number, count: number): void {
    const started = performance.now()
    let bytes = 0
    for (const layer of watchedLayers(this.#options.control)) {
      const weights = this.#read(layer, epoch, count)
      for (const { values } of weights.tensors) bytes += values.byteLength
      for (const gradient of weights.gradients) bytes += gradient?.byteLength ?? 0
      this.#options.send(weights)
    }
    const now = performance.now()
    this.#next = now + Math.max(INTERVAL, (bytes / BYTES_PER_SECOND) * 1000, (now - started) * PAUSE)
  }

  #read(layer: number, epoch: number, count: number): LiveWeights {
    const { network, observation } = this.#options
    const places = this.#places.get(layer) ?? tensorsOf(network, layer)
    this.#places.set(layer, places)
    const views = places.map((place) => viewTensor(observation.weights, place))
    const gradients = places.map(({ isTrained, offset, length }, tensor) => {
      if (!isTrained || views[tensor]?.block !== 1) return null
      return observation.gradientAt(
        Uint32Array.from({ length }, (_, i) => offset + i),
        count,
      )
    })
    return { epoch, layer, tensors: views, gradients }
  }
}
