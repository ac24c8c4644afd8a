import { createHash } from 'node:crypto'
import type { RunConfig } from '../../src-engine/spec/config.ts'
import type { RunChange } from '../../src-engine/spec/run-changes.ts'
import type { Environment, Receipt } from '../contract/types.ts'

/** JSON whose bytes depend on the values alone: keys in order, no spaces. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/**
 * What decides a run beside its data; the data set's id differs from machine to machine and is left out.
 * @param changes what was set otherwise in the middle of it; without any the hash is that of the config alone
 */
export function specSha256({ data, network, training }: RunConfig, changes: readonly RunChange[]): string {
  const { source: _, ...rest } = data
  return createHash('sha256')
    .update(canonicalJson({ data: rest, network, training, ...(changes.length > 0 && { changes }) }))
    .digest('hex')
}

export function receiptOf(
  { training }: RunConfig,
  facts: {
    readonly dataSha256: string
    readonly specSha256: string
    readonly start: Receipt['start']
    readonly epochs: number
    readonly weightsSha256: string
    readonly environment: Environment
  },
): Receipt {
  const { dataSha256, specSha256: spec, start, epochs, weightsSha256, environment } = facts
  return {
    version: 1,
    data: dataSha256,
    spec,
    seed: training.seed,
    start,
    epochs,
    weights: weightsSha256,
    environment,
  }
}
