import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeIdx, type IdxArray } from '../../../src-engine/data/idx.ts'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import { readIdxFile } from '../../../src-main/datasets/arrays/idx/idx-file.ts'
import { sharedData } from '../datasets/pictures.ts'
import { exampleFile, exampleNames, falls, trainExample } from '../support/examples.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** Parameters of each, and the accuracy on what it was trained on that three epochs of a thousand pictures reach. */
const expected: Readonly<Record<string, readonly [parameters: number, accuracy: number]>> = {
  'mnist-784-15-10': [11_935, 0.5],
  'mnist-784-32-10': [25_450, 0.75],
  'mnist-784-32-10-10': [25_560, 0.45],
  'mnist-784-500-500-500-10': [898_510, 0.95],
  'mnist-784-500-500-500-10-as-printed': [898_510, 0.9],
  'mnist-cnn28': [105_866, 0.8],
}

it('every example is tried', () => {
  expect(exampleNames.toSorted()).toEqual(Object.keys(expected).sort())
})

describe.each(exampleNames)('%s', (name) => {
  it('is a config of a network with the known number of parameters', () => {
    const file = JSON.parse(readFileSync(exampleFile(name), 'utf8')) as { data: object }
    const { network } = RunConfig.parse({ ...file, data: { ...file.data, source: 'mnist' } })
    const parameters = inferShapes(network).reduce((sum, { parameterCount }) => sum + parameterCount, 0)
    expect(parameters).toBe(expected[name]?.[0])
  })

  it('learns a thousand digits: the loss falls in every epoch', async (context) => {
    const mnist = sharedData('mnist', context)
    const folder = await temporaryFolder()
    await copyFirst(mnist, folder, 'train', 1000)
    await copyFirst(mnist, folder, 't10k', 100)
    // In batches small enough for so few.
    const few = ['--epochs', '3', '--set', 'training.batchSize=10']
    const { losses, metrics } = await trainExample(name, folder, await temporaryFolder(), ...few)
    expect(losses).toHaveLength(3)
    expect(falls(losses), String(losses)).toBe(true)
    expect(metrics.train.accuracy).toBeGreaterThan(expected[name]?.[1] ?? NaN)
  })
})

/** The first pictures and labels of a set, as IDX files of their own. */
async function copyFirst(from: string, to: string, set: string, count: number): Promise<void> {
  for (const [part, dimensions] of [['images-idx3', 3] as const, ['labels-idx1', 1] as const]) {
    const name = `${set}-${part}-ubyte`
    const whole = await readIdxFile({ path: name, file: join(from, `${name}.gz`) }, dimensions)
    const shape = [count, ...whole.shape.slice(1)]
    const values = whole.values.subarray(
      0,
      shape.reduce((product, size) => product * size, 1),
    )
    writeFileSync(join(to, name), writeIdx({ shape, values } satisfies IdxArray))
  }
}
