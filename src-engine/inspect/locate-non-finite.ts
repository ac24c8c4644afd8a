import type { Model } from '../plan/model.ts'
import { stepsIn } from '../plan/state.ts'
import type { NetworkSpec } from '../spec/network.ts'
import type { TrainingSpec } from '../spec/training.ts'
import { isFiniteInFloat64 } from './finite-in-float64.ts'
import { firstNonFinite, tensorValues, type LayerValues, type NonFinite } from './non-finite.ts'

/** The first number of a training step that is not finite. */
export interface NonFiniteStep {
  /**
   * In the order in which a step comes by them: the weights it begins with (then the step before has made them so), the
   * inputs, what a layer gives, the loss of an example, and on the way back ∂C/∂z of a layer and the gradient of its tensors.
   */
  readonly what: 'weights' | 'input' | 'output' | 'loss' | 'delta' | 'gradient'
  /** Index in `network.layers`; null for the inputs and the loss. */
  readonly layer: number | null
  /** `input`, `loss`, `2.output`, `2.delta`, or a tensor such as `2.kernel`. */
  readonly tensor: string
  /** Place in the batch; null where all examples have a share. */
  readonly example: number | null
  /** Position in the tensor, or in that example's part of it, row-major. */
  readonly index: number
  readonly value: 'NaN' | 'Infinity' | '-Infinity'
  /** Whether the float64 reference gets through the same step: then only the range of float32 was too small. */
  readonly float64: 'finite' | 'alsoNonFinite'
}

type Found = Omit<NonFiniteStep, 'float64'>

/**
 * Finds where a step fails, by doing it once more; the weights and the optimiser's state are as they were afterwards.
 * @param model just before that step, its batch loaded (`Trainer.loadBatch`)
 * @param count examples of the batch
 * @returns null when every number of the step is finite
 */
export function locateNonFinite(
  model: Model,
  network: NetworkSpec,
  training: TrainingSpec,
  count: number,
): NonFiniteStep | null {
  const weights = model.weights()
  const optimizer = model.optimizerState()
  model.observedStep(count)
  const found = search(model, network, weights, count)
  const x = Float64Array.from(model.observation.input(count))
  model.setWeights(weights)
  model.setOptimizerState(optimizer)
  if (!found) return null
  const batch = {
    ...{ x, labels: model.labels().slice(0, count), weights: model.exampleWeights().slice(0, count) },
    targets: model.targets()?.slice(0, count * model.classes) ?? null,
  }
  const step = { network, training, weights, batch, step: stepsIn(optimizer) + 1 }
  return { ...found, float64: isFiniteInFloat64(step, found.example) ? 'finite' : 'alsoNonFinite' }
}

function search(model: Model, network: NetworkSpec, weights: Float32Array, count: number): Found | null {
  const { observation } = model
  const layers = network.layers.map((_, layer) => layer)
  const tensors = [...tensorValues(network, weights)]
  return (
    found('weights', firstNonFinite(tensors)) ??
    ofExample('input', { layer: 0, tensor: 'input', values: observation.input(count) }) ??
    firstOf(layers, (layer) => stored('output', layer)) ??
    ofExample('loss', { layer: 0, tensor: 'loss', values: [...observation.losses(count)] }) ??
    firstOf(layers.toReversed(), (layer) => stored('delta', layer) ?? gradientOf(layer))
  )

  function stored(what: 'output' | 'delta', layer: number): Found | null {
    const values = observation[what](layer, count)
    // Where a layer applies the activation of the one behind it, it is that layer which has failed: no activation makes a
    // number infinite.
    const maker = layer > 0 && observation.output(layer - 1, count) === null ? layer - 1 : layer
    return values && ofExample(what, { layer: maker, tensor: `${maker}.${what}`, values })
  }

  function gradientOf(layer: number): Found | null {
    let offset = 0
    for (const { layer: owner, tensor, values } of tensors) {
      const first = offset
      offset += values.length
      if (owner !== layer) continue
      const places = Uint32Array.from(values, (_, i) => first + i)
      const gradient = { layer, tensor, values: observation.gradientAt(places, count) }
      const here = found('gradient', firstNonFinite([gradient]))
      if (here) return here
    }
    return null
  }

  function ofExample(what: Found['what'], tensor: LayerValues): Found | null {
    const size = tensor.values.length / count
    const place = found(what, firstNonFinite([tensor]))
    return place && { ...place, example: Math.floor(place.index / size), index: place.index % size }
  }
}

function found(what: Found['what'], place: NonFinite | null): Found | null {
  if (!place) return null
  const { tensor, index, value } = place
  const layer = what === 'input' || what === 'loss' ? null : place.layer
  return { what, layer, tensor, example: null, index, value: String(value) as Found['value'] }
}

function firstOf(layers: readonly number[], find: (layer: number) => Found | null): Found | null {
  for (const layer of layers) {
    const here = find(layer)
    if (here) return here
  }
  return null
}
