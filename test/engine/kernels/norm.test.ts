import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BatchNormLayer, LayerNormLayer, type LayerSpec } from '../../../src-engine/spec/network.ts'
import type { LayerInfo } from '../../../src-engine/spec/shapes.ts'
import { channelStatistics, countedAlong } from '../../../src-engine/reference/batchNorm.ts'
import { layerForward } from '../../../src-engine/reference/layers.ts'
import { activation, batch, compareLayer, raggedPicture, seed, type Terms } from '../support/agreement.ts'
import { expectWithinTerms, normals } from '../support/numbers.ts'
import { planSingleLayer } from '../support/single-layer.ts'

const shapes = fc.oneof(
  raggedPicture(3000),
  fc.integer({ min: 1, max: 67 }).map((units): [number] => [units]),
)
/** Channels far from zero, where a variance that is a difference of large numbers would be lost. */
const offCentre = (from: number) => (length: number) =>
  normals(from, length).map((value, i) => Math.fround(value + 30 * ((i % 5) - 2)))
/** The first numbers, which a variance may be counted from, far from all others. */
const outlierFirst = (from: number) => (length: number) =>
  normals(from, length).map((value, i) => Math.fround(i < 5 ? value + 1000 : value))
/** γ, β and two moving statistics of each channel; a variance is positive. */
const normParameters = (from: number, channels: number) => (length: number) =>
  normals(from, length).map((value, i) => (i < 2 * channels ? value : Math.abs(value) + 0.1))

/** Sums of absolute terms of a normalisation whose statistics belong to `groupOf` number i. */
function normTerms(groupOf: (i: number, channels: number) => number) {
  return (info: LayerInfo, parameters: Float64Array, x: Float64Array, delta: Float64Array): Terms => {
    const spec = info.spec as { epsilon: number }
    const C = info.inputShape.at(-1)!
    const groups = new Map<number, number[]>()
    x.forEach((_, i) => groups.set(groupOf(i, C), [...(groups.get(groupOf(i, C)) ?? []), i]))
    const a = new Float64Array(x.length)
    const dx = new Float64Array(x.length)
    const gradient = new Float64Array(info.parameterCount)
    for (const members of groups.values()) {
      const n = members.length
      const mean = members.reduce((sum, i) => sum + x[i]!, 0) / n
      const variance = members.reduce((sum, i) => sum + (x[i]! - mean) ** 2, 0) / n
      const inverse = 1 / Math.sqrt(variance + spec.epsilon)
      const size = (i: number): number => (Math.abs(x[i]!) + Math.abs(mean)) * inverse
      const pull = (i: number): number => Math.abs(delta[i]! * parameters[i % C]!)
      const meanPull = members.reduce((sum, i) => sum + pull(i), 0) / n
      const meanTurn = members.reduce((sum, i) => sum + pull(i) * size(i), 0) / n
      for (const i of members) {
        const c = i % C
        a[i] = Math.abs(parameters[c]!) * size(i) + Math.abs(parameters[C + c]!)
        dx[i] = (pull(i) + meanPull + size(i) * meanTurn) * inverse
        gradient[c]! += Math.abs(delta[i]!) * size(i)
        gradient[C + c]! += Math.abs(delta[i]!)
      }
    }
    return { a, dx, parameters: gradient }
  }
}

const batchTerms = normTerms((i, C) => i % C)
const layerTerms = normTerms((i, C) => Math.floor(i / C))

describe.each([
  ['batchNorm', BatchNormLayer, batchTerms],
  ['layerNorm', LayerNormLayer, layerTerms],
] as const)('%s', (type, schema, terms) => {
  it.each([
    ['standard normal', normals],
    ['far from zero', (from: number, length: number) => offCentre(from)(length)],
    ['with outliers', (from: number, length: number) => outlierFirst(from)(length)],
  ] as const)('agrees with the reference over random shapes, inputs %s', (_, draw) => {
    const epsilon = fc.constantFrom(1e-5, 1e-3, 0.1)
    fc.assert(
      fc.property(shapes, epsilon, batch, activation, seed, (shape, ownEpsilon, [batchSize, count], below, from) => {
        const spec = schema.parse({ type, epsilon: ownEpsilon })
        const parameters = normParameters(from + 1, shape.at(-1)!)
        const x = (length: number) => draw(from, length)
        compareLayer({ spec, shape, batchSize, count, below, seed: from, parameters, x, terms })
      }),
      { numRuns: 150 },
    )
  })
})

describe('batchNorm', () => {
  const spec: LayerSpec = BatchNormLayer.parse({ type: 'batchNorm', momentum: 0.9 })

  it('predicts with its moving statistics', () => {
    const layer = planSingleLayer(spec, [3, 2, 5], 4)
    const x = normals(1, 3 * 30)
    const parameters = normParameters(2, 5)(20)
    const { a } = layer.run({ count: 3, x, parameters, outputDelta: new Float64Array(90), mode: 'evaluation' })
    const trace = layerForward(layer.info, parameters, x, null)
    expectWithinTerms(
      a,
      trace.a,
      trace.a.map((value) => Math.abs(value) + 5),
    )
    const other = layer.run({ count: 3, x, parameters, outputDelta: new Float64Array(90) })
    expect(other.a).not.toEqual(a)
  })

  it('counts its statistics along: mean and variance of what it saw, and nothing else', () => {
    const layer = planSingleLayer(spec, [3, 2, 5], 4)
    const x = normals(1, 3 * 30)
    const before = normParameters(2, 5)(20)
    const after = layer.run({ count: 3, x, parameters: before, outputDelta: normals(3, 90) }).parameters
    const { mean, variance } = channelStatistics(x, 5)
    const expected = Float64Array.of(
      ...before.subarray(0, 10),
      ...countedAlong(before.subarray(10, 15), mean, 0.9),
      ...countedAlong(before.subarray(15), variance, 0.9),
    )
    expectWithinTerms(
      after,
      expected,
      expected.map((value) => Math.abs(value) + 0.1),
    )
  })
})
