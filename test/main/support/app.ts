import { onTestFinished } from 'vitest'
import { presetConfig, type ConfigRequest } from '../../../src-engine/spec/preset-config.ts'
import { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import type { EventPayload } from '../../../src-main/contract/contract.ts'
import { temporaryFolder } from './temporary.ts'

/** The application on a home folder of its own, closed after the test. */
export async function openApp(home?: string): Promise<App> {
  const app = await App.open(home ?? (await temporaryFolder()))
  onTestFinished(() => app.close())
  return app
}

export async function importFolder(app: App, folder: string): Promise<string> {
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { folder } }),
    () => undefined,
  )
  return datasetId ?? ''
}

/** A config of 16×16 gray pictures in two classes: small enough to train in a moment. */
export function smallConfig(source: string, request: Partial<ConfigRequest> = {}): ReturnType<typeof presetConfig> {
  const { given, set = [], ...rest } = request
  return presetConfig({
    source,
    classes: 2,
    preset: 'cnn-small',
    trainCount: 48,
    given: { data: { prepare: { size: [16, 16], channels: 'gray' } }, training: { epochs: 3, batchSize: 8 }, ...given },
    set,
    ...rest,
  })
}

/** Starts a run and waits until it is over. */
export async function trainToEnd(
  app: App,
  config: ReturnType<typeof presetConfig>,
  threads = 1,
): Promise<EventPayload<'run/finished'>> {
  const { runId } = await app.invoke('runs/start', { config, preset: 'cnn-small', threads })
  return runOver(app, runId)
}

export function runOver(app: App, runId: string): Promise<EventPayload<'run/finished'>> {
  return new Promise((resolve) => {
    const end = app.events.listen(({ event }) => {
      if (event.topic !== 'run/finished' || event.payload.runId !== runId) return
      end()
      resolve(event.payload)
    })
  })
}
