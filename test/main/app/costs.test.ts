import { expect, test } from 'vitest'
import { estimateMemory } from '../../../src-engine/plan/model.ts'
import { LayerSpec } from '../../../src-engine/spec/network.ts'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { memoryOf, machineMemory } from '../../../src-main/app/runs/check-memory.ts'
import type { App } from '../../../src-main/app/app.ts'
import { importFolder, openApp, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function ready() {
  const app = await openApp()
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 40))
  return { app, source, config: smallConfig(source) }
}

/** The same network with a hidden layer of so many units before its last. */
function widened(config: RunConfig, units: number): RunConfig {
  const layers = config.network.layers.toSpliced(-1, 0, LayerSpec.parse({ type: 'dense', units }))
  return { ...config, network: { ...config.network, layers } }
}

async function trainCount(app: App, id: string): Promise<number> {
  const { classes } = await app.invoke('datasets/get', { id })
  return classes.reduce((sum, { counts }) => sum + counts.train, 0)
}

test('a run is told what it takes before it starts', async () => {
  const { app, source, config } = await ready()
  const { probe, totalSeconds, ...rest } = await app.invoke('runs/estimate', { config, threads: 1 })
  expect(rest).toEqual({
    parameters: 160 + 4640 + 32_832 + 130,
    memoryBytes: estimateMemory({ network: config.network, batchSize: 8, training: config.training, threads: 1 }),
    machineMemoryBytes: machineMemory(),
    refusal: null,
  })
  expect(probe?.isMeasured).toBe(true)
  const trained = (await trainCount(app, source)) / (probe?.samplesPerSecond ?? NaN)
  expect(probe?.secondsPerEpoch).toBeGreaterThan(trained)
  expect(totalSeconds).toBeGreaterThan(3 * (probe?.secondsPerEpoch ?? NaN))
  // Longer only by its epochs, and therefore nothing that has to be measured again.
  const longer = { ...config, training: { ...config.training, epochs: 6, seed: 9 } }
  const known = await app.invoke('runs/estimate', { config: longer, threads: 1 })
  expect(known.probe).toEqual(probe)
  const measuring = (totalSeconds ?? NaN) - 3 * (probe?.secondsPerEpoch ?? NaN)
  expect(known.totalSeconds).toBeCloseTo(6 * (probe?.secondsPerEpoch ?? NaN) + measuring, 9)
})

test('a newer question ends the measuring for an older one', async () => {
  const { app, config } = await ready()
  const older = app.invoke('runs/estimate', { config, threads: 1 })
  const newer = app.invoke('runs/estimate', { config: widened(config, 7), threads: 1 })
  expect((await older).probe).toBeNull()
  expect((await newer).probe?.isMeasured).toBe(true)
})

test('beside a run that trains nothing is measured: it is reckoned from what was measured before', async () => {
  const { app, config } = await ready()
  const long = { ...config, training: { ...config.training, epochs: 100_000 } }
  const { runId } = await app.invoke('runs/start', { config: long, preset: null, threads: 1 })
  expect((await app.invoke('runs/estimate', { config, threads: 1 })).probe).toBeNull()
  await app.invoke('runs/stop', { id: runId })
  const alone = await app.invoke('runs/estimate', { config, threads: 1 })
  const again = await app.invoke('runs/start', { config: long, preset: null, threads: 1 })
  const { probe } = await app.invoke('runs/estimate', { config: widened(config, 500), threads: 1 })
  expect(probe?.isMeasured).toBe(false)
  // 64·500 and 500·2 more multiplications for each example.
  expect(probe?.samplesPerSecond).toBeLessThan(alone.probe?.samplesPerSecond ?? NaN)
  await app.invoke('runs/stop', { id: again.runId })
})

test('what needs more memory than there is is refused before it is started, with a batch that fits', async () => {
  const { app, config } = await ready()
  const layers = [
    ...[
      { type: 'conv2d', filters: 50_000, kernelSize: 3, padding: 'same' },
      { type: 'activation', activation: 'tanh' },
    ],
    ...[{ type: 'activation', activation: 'tanh' }, { type: 'globalAveragePool2d' }],
    { type: 'dense', units: 2, activation: 'softmax' },
  ]
  const training = { ...config.training, batchSize: 40 }
  const wide = RunConfig.parse({ ...config, network: { ...config.network, layers }, training })
  const { refusal, memoryBytes, probe } = await app.invoke('runs/estimate', { config: wide, threads: 1 })
  expect(refusal).toMatchObject({ code: 'run/out-of-memory', details: { bytes: memoryBytes, most: machineMemory() } })
  expect(refusal?.message).toMatch(/^This training needs \d+\.\d GB of memory, more than the \d\.\d GB/)
  const { batchSize } = refusal?.details as { batchSize: number }
  const needed = (batch: number): number =>
    estimateMemory({ network: wide.network, training, batchSize: batch, threads: 1 })
  expect(needed(batchSize)).toBeLessThanOrEqual(machineMemory())
  expect(needed(2 * batchSize)).toBeGreaterThan(machineMemory())
  expect(probe).toBeNull()
  await expect(app.invoke('runs/start', { config: wide, preset: null, threads: 1 })).rejects.toMatchObject({
    code: 'run/out-of-memory',
    message: refusal?.message,
  })
  expect(await app.invoke('runs/list', {})).toEqual([])
})

test('the remedy is the largest half of the batch that fits', () => {
  const { network, training } = smallConfig('data0001', { set: [['training.batchSize', 300]] })
  const planned = { network, training, isTable: false, task: 'classification', count: 1000, threads: 1 } as const
  const needed = (batchSize: number): number => estimateMemory({ network, training, batchSize, threads: 1 })
  expect(memoryOf(planned, needed(300))).toEqual({ bytes: needed(300), refusal: null })
  const { refusal } = memoryOf(planned, needed(130))
  expect(refusal?.details).toEqual({ bytes: needed(300), most: needed(130), batchSize: 128 })
  expect(refusal?.hint).toBe('Use a batch of 128.')
  expect(memoryOf(planned, needed(1)).refusal?.details).toMatchObject({ batchSize: 1 })
  expect(memoryOf(planned, needed(1) - 1).refusal?.details).toMatchObject({ batchSize: null })
})
