import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { createMemory, instantiateKernels } from '../../../src-engine/kernels/loader.ts'
import { createArena } from '../../../src-engine/plan/arena.ts'
import { programBytes, writeProgram } from '../../../src-engine/plan/instructions.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { planNarrowChain } from '../../../src-engine/plan/narrow.ts'
import { LINEAR } from '../../../src-engine/plan/tensor.ts'
import { derivative } from '../../../src-engine/reference/activations.ts'
import { layerBackward, layerForward } from '../../../src-engine/reference/layers.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, sizeOf, type LayerInfo } from '../../../src-engine/spec/shapes.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { hiddenActivations, seed, slopeTerms } from '../support/agreement.ts'
import { builds, kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { absolute, expectWithinTerms, normals } from '../support/numbers.ts'
import { startThreads } from '../support/threads.ts'

interface Batch {
  readonly batchSize: number
  readonly count: number
  readonly x: Float64Array
  readonly weights: Float64Array
  readonly delta: Float64Array
}

/** The chain's outputs and gradient for given ∂C/∂z of its outputs, in a memory where NaN stands wherever nobody has written. */
function runChain(spec: NetworkSpec, { batchSize, count, x, weights, delta }: Batch, module = kernels) {
  const infos = inferShapes(spec)
  const arena = createArena(layout.HEADER_BYTES)
  const place = arena.allocate(4 * weights.length)
  const value = arena.allocate(4 * batchSize * sizeOf(spec.input))
  const input = { value, delta: 0, shape: spec.input, activation: LINEAR, slopeFrom: value }
  const context = { arena, batchSize, training: true, hyperparameters: 0 }
  const plan = planNarrowChain(context, { infos, input, weights: place, isOutput: true })!
  const end = arena.size
  const programs = [plan.forward(input, 'training').instructions, plan.backward(null)].map((program) => ({
    ...{ program, address: arena.allocate(programBytes(program)) },
  }))
  const memory = createMemory(module, Math.ceil(arena.size / 65_536))
  const view = new DataView(memory.buffer)
  const floats = (address: number, values: Float64Array): void => {
    new Float32Array(memory.buffer, address, values.length).set(values)
  }
  new Float32Array(memory.buffer, place, (end - place) / 4).fill(NaN)
  floats(place, weights)
  floats(value, x)
  for (const { program, address } of programs) writeProgram(view, address, program)
  view.setUint32(layout.COUNT, count, true)
  const { run } = instantiateKernels(module, memory)
  run(programs[0]!.address)
  const a = new Float32Array(memory.buffer, plan.output.value, count * sizeOf(plan.output.shape)).slice()
  floats(plan.output.delta, delta)
  run(programs[1]!.address)
  const [{ address, length, examplesPerChunk }] = plan.gradients as [(typeof plan.gradients)[number]]
  const gradient = new Float32Array(length)
  for (let chunk = 0; chunk * examplesPerChunk < count; chunk++)
    new Float32Array(memory.buffer, address + 4 * chunk * length, length).forEach((part, i) => (gradient[i]! += part))
  return { a, gradient }
}

/** The same by the reference; with `terms` over absolute numbers, every slope by the sum of its absolute terms. */
function reference(infos: readonly LayerInfo[], { x, weights, delta }: Batch) {
  const [first, second] = infos as [LayerInfo, LayerInfo]
  const [w1, w2] = [weights.subarray(0, first.parameterCount), weights.subarray(first.parameterCount)]
  const activation = (first.spec as { activation: 'linear' }).activation
  const hidden = layerForward(first, w1, x, null)
  const answers = layerForward(second, w2, hidden.a, null)
  const back = layerBackward(second, w2, answers, delta)
  const below = back.dx.map((d, i) => d * derivative(activation, hidden.a[i]!, hidden.z[i]))

  const linear = { ...first, spec: { ...first.spec, activation: 'linear' } as LayerInfo['spec'] }
  const sizes = layerForward(linear, absolute(w1), absolute(x), null)
  const hiddenSizes = sizes.a.map((size) => size + 0.1)
  const answerSizes = layerForward(second, absolute(w2), hiddenSizes, null)
  const backSizes = layerBackward(second, absolute(w2), answerSizes, absolute(delta))
  const belowSizes = backSizes.dx.map((d, i) => d * (slopeTerms(activation, hidden.a[i]!) + hiddenSizes[i]!))
  return {
    a: answers.a,
    gradient: [...layerBackward(first, w1, hidden, below).parameters, ...back.parameters],
    terms: {
      a: answerSizes.a,
      gradient: [...layerBackward(linear, absolute(w1), sizes, belowSizes).parameters, ...backSizes.parameters],
    },
  }
}

function compare(
  sizes: readonly [number, number, number],
  settings: { activation: (typeof hiddenActivations)[number]; useBias: boolean },
  [batchSize, count]: readonly [number, number],
  from: number,
  module = kernels,
): void {
  const [inputs, units, classes] = sizes
  const { useBias } = settings
  const spec = network({
    input: [inputs],
    layers: [
      { type: 'dense', units, ...settings },
      { type: 'dense', units: classes, activation: 'linear', useBias },
    ],
  })
  const infos = inferShapes(spec)
  const parameters = infos.reduce((sum, { parameterCount }) => sum + parameterCount, 0)
  const data = {
    ...{ batchSize, count, x: normals(from, count * inputs), weights: normals(from + 1, parameters) },
    delta: normals(from + 2, count * classes),
  }
  const result = runChain(spec, data, module)
  const wanted = reference(infos, data)
  expectWithinTerms(result.a, wanted.a, wanted.terms.a)
  expectWithinTerms(result.gradient, wanted.gradient, wanted.terms.gradient)
}

/** gelu's slope needs z, which a narrow chain does not keep. */
const activations = hiddenActivations.filter((name) => name !== 'gelu')
const size = fc.integer({ min: 1, max: 8 })

describe('a chain of narrow layers', () => {
  it('agrees with the reference over random shapes and batches', () => {
    const own = fc.record({ activation: fc.constantFrom(...activations), useBias: fc.boolean() })
    const batch = fc
      .integer({ min: 1, max: 150 })
      .chain((most) => fc.tuple(fc.constant(most), fc.integer({ min: 1, max: most })))
    fc.assert(
      fc.property(fc.tuple(size, size, size), own, batch, seed, (...args) => {
        compare(...args)
      }),
      { numRuns: 200 },
    )
  })

  it.each(builds)('in %s, where tiles and vectors end', (_, module) => {
    for (const activation of activations)
      for (const count of [1, 3, 4, 5, 63, 64, 65, 150])
        compare([5, 7, 2], { activation, useBias: true }, [150, count], count, module)
  })

  it('cuts a large batch into sixteen tiles of whole vectors', () => {
    compare([2, 3, 1], { activation: 'tanh', useBias: true }, [1100, 1099], 3)
  })
})

it('examples that are missing from the last vector make no number of what is infinite', () => {
  const spec = network({
    input: [1],
    layers: [
      { type: 'dense', units: 1, activation: 'sigmoid' },
      { type: 'dense', units: 1 },
    ],
  })
  const gradientWith = (...weights: number[]): number[] => {
    const ones = new Float64Array([1, 1, 1])
    const batch = { batchSize: 8, count: 3, x: ones, delta: ones }
    return [...runChain(spec, { ...batch, weights: Float64Array.from(weights) }).gradient]
  }
  expect(gradientWith(Infinity, 0, 1, 0)).toEqual([0, 0, 3, 3])
  expect(gradientWith(0, 0, Infinity, 0)).toEqual([Infinity, Infinity, 1.5, 3])
})

const narrow = network({
  input: [6],
  layers: [
    { type: 'dense', units: 7, activation: 'tanh' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})

it('gives the answers of any other dense layer, bit by bit', () => {
  const others = network({ ...narrow, layers: [{ type: 'flatten' }, ...narrow.layers] })
  const answers = [narrow, others].map((spec) => {
    const model = createModel(kernels, { network: spec, batchSize: 7, threads: 1 })
    model.setWeights(initialWeights(narrow, 1))
    model.inputs().set(normals(2, 42))
    return [...model.predict(7)]
  })
  expect(answers[0]).toEqual(answers[1])
})

it('2 and 3 threads give the bits of one', async () => {
  const trained = async (threads: number) => {
    const settings = { network: narrow, batchSize: 300, threads, training: training(), sharedFrom: 0 }
    const model = createModel(kernels, settings)
    const stop = await startThreads(model)
    model.setWeights(initialWeights(narrow, 1))
    model.inputs().set(normals(2, 1800))
    model.labels().forEach((_, i, labels) => (labels[i] = i % 3))
    const losses = [300, 201, 300, 64, 299].map((count) => model.trainStep(count).loss)
    await stop()
    return { losses, weights: model.weights() }
  }
  const alone = await trained(1)
  expect(alone.losses[4]).toBeLessThan(alone.losses[0]!)
  for (const threads of [2, 3]) expect(await trained(threads)).toEqual(alone)
})
