import type { Model } from '../plan/model.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { activationOf, inferShapes, sizeOf, type LayerInfo } from '../spec/shapes.ts'
import { histogram, type Histogram } from './histogram.ts'
import { norm } from './norms.ts'
import { samplePlaces, valuesAt } from './sample.ts'
import { saturatedShare, silentUnits } from './units.ts'

/**
 * A layer that has parameters or an activation, as one training step found it. A residual block counts as one layer. Of more
 * than `SAMPLE` numbers, so many are looked at, evenly spaced: norms are estimated and histograms count from them.
 */
export interface LayerDiagnostics {
  /** Index in `network.layers`. */
  readonly layer: number
  readonly type: string
  /** ‖w‖₂ of its trained numbers before the step; 0 without any. Null for this and the next two: not finite. */
  readonly weightNorm: number | null
  /** ‖∂C₀/∂w‖₂ of the step's batch, without the regulariser's share and before clipping. */
  readonly gradientNorm: number | null
  /** ‖Δw‖₂ / ‖w‖₂ of the step; 0 where nothing moved, null too where all weights were 0. */
  readonly updateRatio: number | null
  /** Share of relu units that gave 0 for all of the last `WATCHED` examples; null for other activations. */
  readonly dead: number | null
  /** Share of outputs that are saturated; null for activations that do not saturate on both sides. */
  readonly saturated: number | null
  /** Its trained numbers before the step; null without any. */
  readonly weights: Histogram | null
  /** ∂C₀/∂w of the same numbers, as `gradientNorm` has it. */
  readonly gradients: Histogram | null
  /** What it gave; null where that is never stored, because the next layer's activation is applied in the same pass. */
  readonly activations: Histogram | null
}

/** Nothing in it is NaN or infinite, so that it survives JSON. */
export interface Diagnostics {
  readonly layers: readonly LayerDiagnostics[]
}

/** A unit that none of so many examples switches on is called dead; in a small batch sparse units would be, too. */
export const WATCHED = 1000

/** Reads what training steps leave in memory. It computes nothing in the model and changes no bit of the steps to come. */
export interface DiagnosticsProbe {
  /** Forgets which units were seen alive. */
  begin(): void
  /** Behind each of the steps before the one that is measured: which relu units are alive. */
  watch(count: number): void
  /** Before the step that is measured. */
  before(): void
  /** Behind it; it must have been an `observedStep`. */
  measure(count: number): Diagnostics
}

interface Watched {
  readonly layer: number
  readonly info: LayerInfo
  /** Of its trained numbers. */
  readonly places: Uint32Array
  /** How many of them one place stands for. */
  readonly each: number
}

/** @param network what the model was made for */
export function createDiagnostics(model: Model, network: NetworkSpec): DiagnosticsProbe {
  const { observation } = model
  const layers = watchedLayers(network)
  let weightsBefore: Float32Array[] = []
  /** Units of each relu layer that nothing has switched on so far. */
  const silent = new Map<number, Uint32Array>()

  function watch(count: number): void {
    for (const { layer, info } of layers) {
      if (activationOf(info.spec) !== 'relu') continue
      const a = observation.output(layer, count)
      if (a) silent.set(layer, silentUnits(a, unitsOf(info), silent.get(layer)))
    }
  }

  function measureLayer({ layer, info, places, each }: Watched, before: Float32Array, count: number): LayerDiagnostics {
    const moved = valuesAt(observation.weights, places).map((value, i) => value - (before[i] ?? NaN))
    const a = observation.output(layer, count)
    const shown = a && valuesAt(a, samplePlaces(a.length))
    const activation = activationOf(info.spec) ?? 'linear'
    const scale = Math.sqrt(each)
    const gradients = observation.gradientAt(places, count)
    const units = silent.get(layer)
    return {
      ...{ layer, type: info.spec.type },
      weightNorm: finiteOrNull(scale * norm(before)),
      gradientNorm: finiteOrNull(scale * norm(gradients)),
      updateRatio: places.length === 0 ? 0 : finiteOrNull(norm(moved) / norm(before)),
      dead: units ? units.length / unitsOf(info) : null,
      saturated: shown && saturatedShare(shown, activation),
      weights: places.length > 0 ? histogram(before) : null,
      gradients: places.length > 0 ? histogram(gradients) : null,
      activations: shown && histogram(shown),
    }
  }

  return {
    begin: () => silent.clear(),
    watch,
    before() {
      weightsBefore = layers.map(({ places }) => valuesAt(observation.weights, places))
    },
    measure(count) {
      watch(count)
      const empty = new Float32Array()
      return { layers: layers.map((each, i) => measureLayer(each, weightsBefore[i] ?? empty, count)) }
    },
  }
}

const unitsOf = ({ outputShape }: LayerInfo): number => outputShape.at(-1) ?? 1

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

function watchedLayers(network: NetworkSpec): Watched[] {
  let offset = 0
  return inferShapes(network).flatMap((info, layer) => {
    const first = offset
    offset += info.parameterCount
    if (info.parameterCount === 0 && activationOf(info.spec) === undefined) return []
    return [{ layer, info, ...trainedPlaces(info, first) }]
  })
}

/** Evenly spaced places among the trained numbers of a layer, past its statistics. */
function trainedPlaces({ parameters }: LayerInfo, first: number): Pick<Watched, 'places' | 'each'> {
  const tensors: { readonly from: number; readonly begin: number; readonly end: number }[] = []
  let offset = first
  let length = 0
  for (const { shape, role } of parameters) {
    const size = sizeOf(shape)
    if (role !== 'statistic') tensors.push({ from: offset, begin: length, end: (length += size) })
    offset += size
  }
  let tensor = 0
  const places = samplePlaces(length).map((place) => {
    while (place >= (tensors[tensor]?.end ?? Infinity)) tensor += 1
    const { from = 0, begin = 0 } = tensors[tensor] ?? {}
    return from + place - begin
  })
  return { places, each: places.length > 0 ? length / places.length : 1 }
}
