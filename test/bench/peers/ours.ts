import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ask } from './ask.ts'
import type { Measurement } from './ratios.ts'

export const OURS = 'Glassbox'
export const launcher = join(import.meta.dirname, '../../../bin/glassbox.mjs')

/** Builds what is to be measured where it is not: that takes time, too. */
export const ensureBuilt = (): void => void spawnSync(process.execPath, [launcher, '--version'], { stdio: 'ignore' })

/** What `glassbox bench --json` prints. */
interface Bench {
  readonly multiplyAddGflops: number
  readonly results: readonly {
    readonly threads: number
    readonly samplesPerSecond: number
    readonly gflops: number
  }[]
}

/** A workload with one thread and with two; of `gemm` also what share of the machine's multiply-adds it reaches. */
export function measureOurs(workload: string, round: number, seconds: number): Measurement[] {
  const args = ['bench', '--only', workload, '--threads', '1,2', '--seconds', String(seconds), '--json']
  const answer = ask<Bench>(process.execPath, [launcher, ...args], 600)
  if ('failure' in answer) throw new Error(`glassbox bench: ${answer.failure}`)
  const measured = (of: string, name: string, variant: string, rate: number): Measurement => ({
    ...{ workload: of, round, name, variant, rate },
  })
  const isGemm = workload === 'gemm'
  const both = answer.results.map(({ threads, samplesPerSecond, gflops }) =>
    measured(workload, OURS, threadsText(threads), isGemm ? gflops : samplesPerSecond),
  )
  if (!isGemm) return both
  const [one, two] = answer.results.map(({ gflops }) => gflops)
  return [
    ...both,
    measured('gemm, one thread', OURS, '', one ?? NaN),
    measured('gemm, one thread', 'multiply-adds alone', '', answer.multiplyAddGflops),
    measured('gemm, two threads', OURS, '', two ?? NaN),
    measured('gemm, two threads', 'one thread', '', one ?? NaN),
  ]
}

export const threadsText = (threads: number): string => `${threads} ${threads === 1 ? 'thread' : 'threads'}`
