import { expect, test } from 'vitest'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { openForReading } from '../../../src-main/storage/open.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import { importFolder, openApp, runOver, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function ready() {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 40))
  return { app, source, home }
}

/** Everything that an exact continuation has to give again, to the last bit. */
async function bitsOf(app: App, home: string, runId: string) {
  const db = openForReading(home)
  const { runs } = readStore(db)
  const last = runs.checkpoints(runId).at(-1)
  db.close()
  const { metrics, bestEpoch, epochsDone, weightsSha256 } = await app.invoke('runs/get', { id: runId })
  const { epoch, loss, accuracy, val_loss, val_accuracy } = await app.invoke('runs/history', { id: runId })
  return {
    ...{ metrics, bestEpoch, epochsDone, weightsSha256, optimizer: last?.optimizerSha256, state: last?.state },
    series: [epoch, loss, accuracy, val_loss, val_accuracy].map((values) => [...values]),
  }
}

/** Dropout, batch norm, augmentation, momentum, a schedule and early stopping: whatever could remember something. */
function config(source: string, epochs = 6): RunConfig {
  return smallConfig(source, {
    given: {
      data: { prepare: { size: [16, 16], channels: 'gray' } },
      network: {
        input: [16, 16, 1],
        layers: [
          { type: 'conv2d', filters: 24, kernelSize: 3, padding: 'same' },
          { type: 'batchNorm' },
          { type: 'activation', activation: 'relu' },
          { type: 'maxPool2d', poolSize: 2 },
          { type: 'flatten' },
          { type: 'dropout', rate: 0.3 },
          { type: 'dense', units: 2, activation: 'softmax' },
        ],
      },
      training: {
        ...{ epochs, batchSize: 8, schedule: { type: 'cosine', warmupSteps: 5 } },
        augmentation: { shift: 0.1, rotate: 10, noise: 0.05 },
        earlyStopping: { patience: 50 },
      },
    },
  })
}

/** Resolves so long after a run's next report, or when it is over. */
async function trainedFor(app: App, runId: string, milliseconds: number): Promise<void> {
  const ends: (() => void)[] = []
  await new Promise<void>((resolve) => {
    ends.push(app.on('run/progress', (progress) => void (progress.runId === runId && resolve())))
    ends.push(app.on('run/finished', (run) => void (run.runId === runId && resolve())))
  })
  for (const end of ends) end()
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}

test('paused and stopped at any step and resumed, on other numbers of threads, a run gives the same bits', async () => {
  const { app, source, home } = await ready()
  const start = async (): Promise<string> =>
    (await app.invoke('runs/start', { config: config(source, 40), preset: null, threads: 1 })).runId
  const whole = await start()
  await runOver(app, whole)
  const expected = await bitsOf(app, home, whole)
  expect(expected.epochsDone).toBe(40)

  const places = new Set<string>()
  /** Cuts a run wherever the clock says, until it is completed. */
  const cutUp = async (cut: string): Promise<void> => {
    let over = Promise.resolve()
    for (let times = 0; ; times++) {
      await trainedFor(app, cut, 7 * (times % 9))
      await app.invoke(times % 3 === 0 ? 'runs/stop' : 'runs/pause', { id: cut })
      if ((await app.invoke('runs/get', { id: cut })).status === 'completed') break
      over = runOver(app, cut).then(() => undefined)
      const { from, notes } = await app.invoke('runs/resume', { id: cut, threads: 1 + (times % 2) })
      expect(notes).toEqual([])
      places.add(`${from.epoch} ${from.step}`)
    }
    await over
    expect(await bitsOf(app, home, cut)).toEqual(expected)
  }
  // A busy machine lets a run come far between two cuts.
  while (places.size <= 4 || [...places].every((place) => place.endsWith(' 0'))) await cutUp(await start())
}, 300_000)
