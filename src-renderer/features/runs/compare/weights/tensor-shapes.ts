import type { NetworkSpec } from '../../../../../src-engine/spec/network.ts'
import { inferShapes } from '../../../../../src-engine/spec/shapes.ts'
import { formatShape } from '../../../../ui/format.ts'

/** Why the weights of a layer of two networks cannot be taken from each other, in a sentence; null when they can. */
export function shapesDiffer(a: NetworkSpec, b: NetworkSpec, layer: number): string | null {
  const [one, other] = [inferShapes(a)[layer], inferShapes(b)[layer]]
  if (!one) return `A has no layer ${layer}.`
  if (!other) return `B has no layer ${layer}: it has ${b.layers.length} layers, A has ${a.layers.length}.`
  const words = (info: typeof one): string =>
    info.parameters.length === 0 ? 'none' : info.parameters.map(({ shape }) => formatShape(shape)).join(' and ')
  if (words(one) === words(other)) return null
  return `Layer ${layer} has weights of different shapes: ${words(one)} in A (${one.spec.type}), ${words(other)} in B (${other.spec.type}). They have no difference; their curves and answers can be compared.`
}

/** The shape of a picture that the network is given; null where it is given something else. */
export function pictureInput({ input }: NetworkSpec): readonly [number, number, number] | null {
  const [height = 0, width = 0, channels = 0] = input
  return input.length === 3 && height > 1 && width > 1 ? [height, width, channels] : null
}
