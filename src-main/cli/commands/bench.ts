import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { compileKernels, kernelInfo } from '../../../src-engine/kernels/loader.ts'
import { measureGemm, measureTraining, type Conditions, type Measured } from '../../bench/measure.ts'
import { multiplyAddPeak } from '../../bench/peak.ts'
import { WORKLOADS } from '../../bench/workloads.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { kernelsFiles } from '../../kernels-files.ts'
import kernelWorker from '../../training/kernel.worker.ts?modulePath'
import { withCodes } from '../../training/engine-errors.ts'
import { ENGINE_VERSION } from '../../version.ts'
import { EXIT } from '../exit-codes.ts'
import { print, printJson, significant, table } from '../output.ts'
import { Progress } from '../progress.ts'

export interface BenchOptions {
  readonly json?: boolean
  readonly only?: readonly string[]
  readonly threads: readonly number[]
  readonly seconds: number
}

type Measure = (conditions: Conditions) => Promise<Measured>

const MEASURES: ReadonlyMap<string, Measure> = new Map([
  ['gemm', measureGemm],
  ...WORKLOADS.map((one): [string, Measure] => [one.name, (conditions) => measureTraining(one, conditions)]),
])
const NAMES = [...MEASURES.keys()]

/** Measures how fast this machine trains: the same workloads that other frameworks can be asked for. */
export async function bench({ json = false, only = NAMES, threads, seconds }: BenchOptions): Promise<number> {
  const unknown = only.find((name) => !NAMES.includes(name))
  if (unknown !== undefined)
    throw new GlassboxError('input/invalid', `There is no workload "${unknown}".`, {
      hint: `There are ${NAMES.join(', ')}.`,
    })
  const module = withCodes(() => compileKernels(kernelsFiles.map((file) => readFileSync(file))))
  const progress = new Progress()
  const results: Measured[] = []
  const jobs = [...MEASURES].flatMap(([name, measure]) =>
    only.includes(name) ? threads.map((count) => [name, measure, count] as const) : [],
  )
  const peak = multiplyAddPeak(module, seconds)
  for (const [done, [name, measure, count]] of jobs.entries()) {
    progress.bar(done / jobs.length, `${name}, ${count} ${count === 1 ? 'thread' : 'threads'}`)
    results.push(await measure({ module, kernelWorker, threads: count, seconds }))
  }
  progress.clear()
  const machine = {
    ...{ engine: ENGINE_VERSION, runtime: `node ${process.versions.node}`, ...kernelInfo(module) },
    ...{ processor: cpus()[0]?.model ?? 'unknown', cores: availableParallelism() },
  }
  if (json) printJson({ machine, multiplyAddGflops: peak, results })
  else {
    print(
      `${machine.processor}, ${machine.cores} cores; 128-bit multiply-adds of one thread: ${peak.toFixed(1)} GFLOP/s\n`,
    )
    const rows = results.map(({ workload, threads: count, samplesPerSecond, msPerStep, gflops }) => [
      ...[workload, String(count), significant(samplesPerSecond), significant(msPerStep), significant(gflops)],
    ])
    print(table([['workload', 'threads', 'samples/s', 'ms/step', 'GFLOP/s'], ...rows]))
  }
  return EXIT.ok
}
