import { NetworkSpec } from '../../spec/network.ts'

/** Numbers by the names they are printed under. */
export type Named = Readonly<Record<string, number>>

/** A small network of dense sigmoid layers whose units and weights have the names of a worked example. */
export interface WorkedNetwork {
  readonly spec: NetworkSpec
  /** Names of the units, layer by layer, the inputs first. */
  readonly units: readonly (readonly string[])[]
  /** Names of the weights in storage order: of each layer the kernel by input, then the biases. */
  readonly weights: readonly string[]
}

export function workedNetwork(units: readonly (readonly string[])[], weights: readonly string[]): WorkedNetwork {
  const [inputs = [], ...layers] = units
  const spec = NetworkSpec.parse({
    input: [inputs.length],
    layers: layers.map((names) => ({ type: 'dense', units: names.length, activation: 'sigmoid' })),
  })
  return { spec, units, weights }
}

/** Weights in storage order. */
export const stored = ({ weights }: WorkedNetwork, named: Named): Float64Array =>
  Float64Array.from(weights, (name) => named[name] ?? NaN)

/** Numbers in storage order by name; where units share one, the last of them. */
export const named = ({ weights }: WorkedNetwork, values: Float64Array): Named =>
  Object.fromEntries(weights.map((name, i) => [name, values[i] ?? NaN]))

/** Some of them, in this order. */
export const picked = (all: Named, names: readonly string[]): Named =>
  Object.fromEntries(names.map((name) => [name, all[name] ?? NaN]))
