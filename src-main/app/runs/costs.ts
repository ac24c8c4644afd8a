import { flopsPerTrainingExample } from '../../../src-engine/spec/flops.ts'
import type { CommandArguments } from '../../contract/contract.ts'
import { toEnvelope } from '../../contract/errors.ts'
import type { DatasetSummary, RunCost } from '../../contract/types.ts'
import type { ReadStore } from '../../storage/store.ts'
import type { Planned } from '../../training/plan-options.ts'
import type { Pace } from '../../training/probe/messages.ts'
import { probePace } from '../../training/probe/probe-pace.ts'
import type { RunSupervisor } from '../../training/supervisor.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { defaultThreads, getSettings } from '../settings/settings.ts'
import { checkConfig } from './check-config.ts'
import { machineMemory, memoryOf } from './check-memory.ts'

/** So many measured paces are remembered. */
const REMEMBERED = 100

/** What runs would take, told before they are started. One is measured at a time, and none beside a run that trains. */
export class Costs {
  readonly #read: ReadStore
  readonly #datasets: Datasets
  readonly #supervisor: RunSupervisor
  readonly #paces = new Map<string, Pace>()
  /** Floating-point operations in a second, as the last measured network did them with so many threads. */
  readonly #flops = new Map<number, number>()
  #probing = new AbortController()

  constructor(services: { read: ReadStore; datasets: Datasets; supervisor: RunSupervisor }) {
    this.#read = services.read
    this.#datasets = services.datasets
    this.#supervisor = services.supervisor
  }

  /** @throws {GlassboxError} `run/spec-invalid` for what cannot be trained at all */
  async estimate({ config, threads }: CommandArguments<'runs/estimate'>): Promise<RunCost> {
    this.rest()
    const { signal } = this.#probing
    const dataset = await this.#datasets.get(config.data.source)
    const layers = checkConfig(config, dataset)
    const settings = await getSettings(this.#read)
    const planned = planOf(config, dataset, threads ?? settings.threads ?? defaultThreads())
    const { bytes, refusal } = memoryOf(planned)
    const pace = refusal ? null : await this.#pace(planned, signal)
    const times = pace && timesOf(pace.of, config.training.epochs, countsOf(dataset))
    return {
      parameters: layers.reduce((sum, { parameterCount }) => sum + parameterCount, 0),
      memoryBytes: bytes,
      machineMemoryBytes: machineMemory(),
      refusal: refusal && toEnvelope(refusal),
      probe: times && {
        secondsPerEpoch: times.epoch,
        samplesPerSecond: 1 / pace.of.train,
        isMeasured: pace.isMeasured,
      },
      totalSeconds: times?.total ?? null,
    }
  }

  /** Ends the measuring that is under way: it would only slow down what begins. */
  rest(): void {
    this.#probing.abort()
    this.#probing = new AbortController()
  }

  async #pace(planned: Planned, signal: AbortSignal): Promise<{ of: Pace; isMeasured: boolean } | null> {
    const { network, threads } = planned
    const key = JSON.stringify({ ...planned, training: { ...planned.training, epochs: 0, seed: 0 } })
    const known = this.#paces.get(key)
    if (known) return { of: known, isMeasured: true }
    const flops = flopsPerTrainingExample(network)
    const measured = this.#supervisor.isTraining ? null : await probePace(planned, signal)
    if (measured) {
      if (this.#paces.size >= REMEMBERED) this.#paces.clear()
      this.#paces.set(key, measured)
      this.#flops.set(threads, flops / measured.train)
      return { of: measured, isMeasured: true }
    }
    const perSecond = this.#flops.get(threads)
    if (perSecond === undefined) return null
    return { of: { train: flops / perSecond, evaluate: flops / perSecond / 3 }, isMeasured: false }
  }
}

type Counts = DatasetSummary['classes'][number]['counts']

/** Examples of all classes. */
function countsOf({ classes }: Pick<DatasetSummary, 'classes'>): Counts {
  const sum = (split: keyof Counts): number => classes.reduce((total, { counts }) => total + counts[split], 0)
  return { train: sum('train'), validation: sum('validation'), test: sum('test') }
}

/** The model and the examples of a run, as its training thread will have them. */
export function planOf(
  { network, training, data }: CommandArguments<'runs/estimate'>['config'],
  dataset: Pick<DatasetSummary, 'task' | 'classes'>,
  threads: number,
): Planned {
  const count = Math.max(1, countsOf(dataset).train)
  return { network, training, isTable: data.prepare === null, task: dataset.task, count, threads }
}

/** Seconds of an epoch, and of the whole run. */
function timesOf({ train, evaluate }: Pace, epochs: number, counts: Counts): { epoch: number; total: number } {
  const epoch = counts.train * train + counts.validation * evaluate
  const measuring = (counts.train + counts.validation + counts.test) * evaluate
  return { epoch, total: epochs * epoch + measuring }
}
