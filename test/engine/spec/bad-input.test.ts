import { describe, expect, it } from 'vitest'
import { createModel, estimateMemory, MemoryError } from '../../../src-engine/plan/model.ts'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { kernels } from '../support/kernels.ts'
import { network } from '../support/networks.ts'
import { expectComplaints, problemsOf } from '../support/problems.ts'

const softmax = { type: 'dense', units: 3, activation: 'softmax' }
const conv = { type: 'conv2d', filters: 2, kernelSize: 3 }
const config = (layers: unknown, training: unknown = {}, input: unknown = [4]) => ({
  ...{ data: { source: 'a' }, network: { input, layers }, training },
})
const picture = (...layers: unknown[]) => config([...layers, { type: 'flatten' }, softmax], {}, [4, 4, 1])

describe('a config that cannot be trained is refused with its path and a remedy:', () => {
  const [nan, huge] = [NaN, JSON.parse('1e999') as number]
  it.each<[string, unknown, string]>([
    ['a good one is not', config([softmax]), ''],
    ['a wrong shape', config([softmax], {}, [2, 2]), 'network.layers[0]'],
    ['an input of no shape', config([softmax], {}, []), 'network.input'],
    ['an input of five sides', config([softmax], {}, [1, 1, 1, 1, 1]), 'network.input'],
    ['a negative size', config([softmax], {}, [-4]), 'network.input[0]'],
    ['a negative number of filters', picture({ ...conv, filters: -2 }), 'network.layers[0].filters'],
    ['a layer of no units', config([{ ...softmax, units: 0 }]), 'network.layers[0].units'],
    ['a loss for another layer', config([{ ...softmax, activation: 'relu' }]), 'training.loss'],
    ['a loss that needs two outputs', config([{ ...softmax, units: 1 }]), 'network.layers[0]'],
    ['a kernel larger than its input', picture({ ...conv, kernelSize: 5 }), 'network.layers[0].kernelSize'],
    [
      'a pool larger than what is left',
      picture(conv, { type: 'maxPool2d', poolSize: 3 }),
      'network.layers[1].poolSize',
    ],
    ['no layers', config([]), 'network.layers'],
    ['too many layers', config(Array(1_000_000).fill(softmax)), 'network.layers'],
    ['no network', { data: { source: 'a' } }, 'network'],
    ['nothing', undefined, ''],
    ['a list', [], ''],
    ['a layer that is null', config([null]), 'network.layers[0]'],
    ['a list of layers that is none', config({ 0: softmax }), 'network.layers'],
    ['a layer without a type', config([{ units: 3 }]), 'network.layers[0].type'],
    ['an unknown key', config([{ ...softmax, unit: 3 }]), 'network.layers[0].unit'],
    ['an unknown part', { ...config([softmax]), more: 1 }, 'more'],
    ['a text for a number', config([{ ...softmax, units: '3' }]), 'network.layers[0].units'],
    ['a number for a text', config([softmax], { loss: 3 }), 'training.loss'],
    ['a number that is none', config([softmax], { labelSmoothing: nan }), 'training.labelSmoothing'],
    [
      'a number without end',
      config([softmax], { optimizer: { type: 'sgd', learningRate: huge } }),
      'training.optimizer.learningRate',
    ],
    ['an infinite size', config([{ ...softmax, units: huge }]), 'network.layers[0].units'],
    [
      'a key of every object',
      JSON.parse(
        '{ "data": { "source": "a", "__proto__": { "x": 1 } }, "network": { "input": [4], "layers": [{ "type": "dense", "units": 3, "activation": "softmax" }] } }',
      ),
      'data.__proto__',
    ],
    ['a constructor', config([{ ...softmax, constructor: { prototype: {} } }]), 'network.layers[0].constructor'],
    ['class weights for other classes', config([softmax], { classWeights: [1, 2] }), 'training.classWeights'],
    ['a class weight below 0', config([softmax], { classWeights: [1, 2, -1] }), 'training.classWeights[2]'],
    ['a full label smoothing', config([softmax], { labelSmoothing: 1 }), 'training.labelSmoothing'],
  ])('%s', (_, value, path) => {
    const problems = problemsOf(value)
    if (value !== undefined && !Array.isArray(value) && path === '') expect(problems).toEqual([])
    else {
      expectComplaints(problems, value)
      expect(problems.map((problem) => problem.path)).toContain(path)
    }
  })

  it('blocks inside blocks without end', () => {
    let block: object = { type: 'dense', units: 4 }
    for (let depth = 0; depth < 100_000; depth++) block = { type: 'residual', layers: [block] }
    const nested = config([block, softmax])
    expect(problemsOf(nested).map(({ path }) => path)).toEqual(['network.layers[0].layers[0].type'])
    const lists: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
    expect(problemsOf(config(lists)).map(({ path }) => path)).toEqual(['network.layers[0]'])
  })

  it('keys that would change every object change none', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    problemsOf(JSON.parse('{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }'))
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('what is far too large is refused at once, and nothing is allocated for it:', () => {
  const wide = { type: 'dense', units: 65_536 }
  const at = (): number => process.memoryUsage().arrayBuffers

  it.each([
    [
      '10^12 parameters in 256 layers',
      config([...Array<unknown>(255).fill(wide), softmax], {}, [65_536]),
      'network.layers[0]',
    ],
    [
      '10^12 parameters in one convolution',
      config(
        [{ ...conv, kernelSize: 31, filters: 65_536 }, { type: 'globalAveragePool2d' }, softmax],
        {},
        [32, 32, 65_536],
      ),
      'network.layers[0]',
    ],
    [
      '10^8 parameters that add up',
      config([...Array<unknown>(40).fill({ ...wide, units: 2000 }), softmax]),
      'network.layers[25]',
    ],
  ])('%s', (_, value, path) => {
    const [started, held] = [performance.now(), at()]
    const problems = problemsOf(value)
    expectComplaints(problems, value)
    expect(problems[0]!.path).toBe(path)
    expect(problems[0]!.message).toContain('more than 100000000 parameters')
    expect(performance.now() - started).toBeLessThan(1000)
    expect(at() - held).toBeLessThan(1e6)
  })

  it('few parameters over pictures of 10^14 numbers', () => {
    const { network: spec } = RunConfig.parse(
      config([{ type: 'globalAveragePool2d' }, softmax], {}, [65_536, 65_536, 65_536]),
    )
    const options = { network: spec, batchSize: 1, threads: 1 }
    const [started, held] = [performance.now(), at()]
    expect(estimateMemory(options)).toBeGreaterThan(4 * 2 ** 48)
    expect(() => createModel(kernels, options)).toThrow(MemoryError)
    expect(performance.now() - started).toBeLessThan(1000)
    expect(at() - held).toBeLessThan(1e6)
  })

  it('a batch that no memory holds', () => {
    const spec = network({ input: [128, 128, 64], layers: [{ type: 'globalMaxPool2d' }, { type: 'dense', units: 2 }] })
    expect(() => createModel(kernels, { network: spec, batchSize: 65_536, threads: 1 })).toThrow(/GiB/)
    expect(() => createModel(kernels, { network: spec, batchSize: 65_537, threads: 1 })).toThrow(RangeError)
  })
})
