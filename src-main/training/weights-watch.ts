import { MOST_WHOLE, tensorsOf, viewTensor, type TensorPlace } from '../../src-engine/inspect/layer-weights.ts'
import type { Observation } from '../../src-engine/plan/observation.ts'
import type { NetworkSpec } from '../../src-engine/spec/network.ts'
import type { LiveWeights } from '../contract/types.ts'
import { watchedLayers } from './messages.ts'

/** Milliseconds between two looks. */
const INTERVAL = 100
/** Larger layers are sent less often, so that they never crowd out anything else. */
const BYTES_PER_SECOND = 2e6
/** So many times as long as a look took nobody looks again: training loses no more than 3 %. */
const PAUSE = 30

interface WatchOptions {
  readonly network: NetworkSpec
  readonly observation: Observation
  /** Int32, see `CONTROL`: it says which layers are watched. */
  readonly control: Int32Array
  readonly send: (weights: LiveWeights) => void
}

interface WatchedTensor {
  readonly place: TensorPlace
  readonly numbers: Uint32Array | null
}

/** Sends the layers that somebody looks at, as steps leave them. While nobody does, it costs a comparison a step. */
export class WeightsWatch {
  readonly #options: WatchOptions
  readonly #layers = new Map<number, readonly WatchedTensor[]>()
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
    const watched = this.#layers.get(layer) ?? tensorsOf(network, layer).map(withNumbers)
    this.#layers.set(layer, watched)
    const tensors = watched.map(({ place }) => viewTensor(observation.weights, place))
    const gradients = watched.map(({ numbers }) => numbers && observation.gradientAt(numbers, count))
    return { epoch, layer, tensors, gradients }
  }
}

/** Of a tensor whose gradient is sent, where each of its numbers lies. */
function withNumbers(place: TensorPlace): WatchedTensor {
  if (!place.isTrained || place.length > MOST_WHOLE) return { place, numbers: null }
  const numbers = new Uint32Array(place.length)
  for (let i = 0; i < numbers.length; i++) numbers[i] = place.offset + i
  return { place, numbers }
}
