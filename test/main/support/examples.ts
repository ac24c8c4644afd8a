import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { glassbox } from './glassbox.ts'

const folder = join(import.meta.dirname, '../../../docs/examples')

/** Names of the configs that come with the documents. */
export const exampleNames = readdirSync(folder).map((file) => file.replace(/\.json$/, ''))

export const exampleFile = (name: string): string => join(folder, `${name}.json`)

interface Trained {
  readonly runId: string
  readonly metrics: Readonly<Record<'train' | 'validation' | 'test', { accuracy: number; count: number }>>
}

/** Trains by a config as a person would: what came out, and the loss of every epoch, a mean over its batches. */
export async function trainExample(name: string, data: string, home: string, ...args: string[]) {
  const trained = await glassbox(['train', data, '--config', exampleFile(name), ...args, '--json'], { home })
  expect(trained.code, trained.stderr).toBe(0)
  const result = JSON.parse(trained.stdout) as Trained
  const shown = await glassbox(['runs', 'show', result.runId, '--json'], { home })
  const { history } = JSON.parse(shown.stdout) as { history: { loss: number[] } }
  return { ...result, losses: history.loss }
}

/** Every number is smaller than the one before it. */
export const falls = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value < (values[i - 1] ?? NaN))
