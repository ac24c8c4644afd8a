import { derivative } from '../../reference/activations.ts'
import { at } from '../../reference/array.ts'
import { deltaOf, forward, type Batch } from '../../reference/network.ts'
import type { LayerTrace } from '../../reference/trace.ts'
import type { LossName } from '../../spec/training.ts'
import type { WorkedNetwork } from './network.ts'

/** w·x, one of the terms of a unit's z. */
export interface ForwardTerm {
  readonly weight: string
  readonly w: number
  readonly from: string
  readonly x: number
  readonly product: number
}

/** z = Σ terms + bias, a = σ(z). */
export interface ForwardUnit {
  readonly unit: string
  readonly terms: readonly ForwardTerm[]
  readonly bias: { readonly name: string; readonly value: number }
  readonly z: number
  readonly a: number
}

/** δ·w, what one unit of the next layer says of this one. */
export interface BackwardTerm {
  readonly from: string
  readonly delta: number
  readonly weight: string
  readonly w: number
  readonly product: number
}

/** ∂C/∂a = Σ terms (of an output unit: the cost's own slope, without terms), δ = ∂C/∂z = ∂C/∂a · ∂a/∂z. */
export interface BackwardUnit {
  readonly unit: string
  readonly terms: readonly BackwardTerm[]
  readonly dC_da: number
  readonly da_dz: number
  readonly delta: number
}

/** ∂C/∂w = δ of the unit it leads to · x of the unit it comes from; a bias comes from a 1. */
export interface Edge {
  readonly weight: string
  readonly from: string
  readonly to: string
  readonly w: number
  readonly x: number
  readonly delta: number
  readonly gradient: number
}

/** Forward and backward pass of one example, every number of it. Layers from the first hidden one on. */
export interface Unfolded {
  readonly forward: readonly (readonly ForwardUnit[])[]
  readonly backward: readonly (readonly BackwardUnit[])[]
  readonly edges: readonly Edge[]
}

interface Layer {
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** Where its kernel begins among the weights; its biases follow it. */
  readonly start: number
  readonly trace: LayerTrace
}

/**
 * Takes a worked example apart into single products.
 * @param back the weights that the error goes back through: the new ones in sequential order
 * @param batch one example
 */
export function unfold(
  worked: WorkedNetwork,
  weights: Float64Array,
  batch: Batch,
  loss: LossName,
  back: Float64Array = weights,
): Unfolded {
  const traces = forward(worked.spec, weights, batch.x)
  let start = 0
  const layers = traces.map((trace, i): Layer => {
    const [from = [], to = []] = worked.units.slice(i, i + 2)
    const layer = { from, to, start, trace }
    start += (from.length + 1) * to.length
    return layer
  })
  let units = outputUnits(layers.at(-1), deltaOf(worked.spec, loss, traces, batch))
  const backward = [units]
  for (let i = layers.length - 2; i >= 0; i--) {
    const [layer, next] = layers.slice(i, i + 2)
    if (layer && next) units = hiddenUnits(worked, layer, next, units, back)
    backward.unshift(units)
  }
  return {
    forward: layers.map((layer) => forwardUnits(worked, layer, weights)),
    backward,
    edges: layers.flatMap((layer, i) => edgesOf(worked, layer, backward[i] ?? [], weights)),
  }
}

function forwardUnits({ weights: names }: WorkedNetwork, layer: Layer, weights: Float64Array): ForwardUnit[] {
  const { from, to, start, trace } = layer
  return to.map((unit, o) => {
    const bias = start + from.length * to.length + o
    return {
      unit,
      terms: from.map((source, i) => {
        const index = start + i * to.length + o
        const [w, x] = [at(weights, index), at(trace.x, i)]
        return { weight: names[index] ?? '', w, from: source, x, product: w * x }
      }),
      bias: { name: names[bias] ?? '', value: at(weights, bias) },
      z: at(trace.z, o),
      a: at(trace.a, o),
    }
  })
}

function outputUnits(layer: Layer | undefined, delta: Float64Array): BackwardUnit[] {
  return (layer?.to ?? []).map((unit, o) => {
    const slope = derivative('sigmoid', layer?.trace.a[o] ?? NaN)
    return { unit, terms: [], dC_da: at(delta, o) / slope, da_dz: slope, delta: at(delta, o) }
  })
}

function hiddenUnits(
  { weights: names }: WorkedNetwork,
  { to, trace }: Layer,
  next: Layer,
  behind: readonly BackwardUnit[],
  back: Float64Array,
): BackwardUnit[] {
  return to.map((unit, i) => {
    const terms = behind.map(({ unit: from, delta }, o) => {
      const index = next.start + i * behind.length + o
      const w = at(back, index)
      return { from, delta, weight: names[index] ?? '', w, product: delta * w }
    })
    const slope = terms.reduce((sum, { product }) => sum + product, 0)
    const da = derivative('sigmoid', at(trace.a, i))
    return { unit, terms, dC_da: slope, da_dz: da, delta: slope * da }
  })
}

function edgesOf(
  { weights: names }: WorkedNetwork,
  { from, to, start, trace }: Layer,
  units: readonly BackwardUnit[],
  weights: Float64Array,
): Edge[] {
  return [...from, '1'].flatMap((source, i) =>
    to.map((unit, o) => {
      const index = start + i * to.length + o
      const x = i < from.length ? at(trace.x, i) : 1
      const delta = units[o]?.delta ?? NaN
      const ends = { weight: names[index] ?? '', from: source, to: unit }
      return { ...ends, w: at(weights, index), x, delta, gradient: delta * x }
    }),
  )
}
