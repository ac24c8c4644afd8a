import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import type { CommandArguments, CommandName, CommandOutput } from '../contract/contract.ts'
import { GlassboxError, toEnvelope } from '../contract/errors.ts'
import type { DatasetWorker } from '../datasets/client.ts'
import type { Scanned } from '../datasets/scanned.ts'
import type { InferenceClient } from '../inference/client.ts'
import type { StoredDataset } from '../storage/repositories/datasets/stored.ts'
import type { DatasetSummary, RunSummary } from '../contract/types.ts'
import type { ReadStore, WriteStore } from '../storage/store.ts'
import type { RunSupervisor } from '../training/supervisor.ts'
import { outgoingRequests } from '../outgoing.ts'
import { VERSION } from '../version.ts'
import { isResting } from '../contract/run-states.ts'
import type { Bundles } from './bundles/bundles.ts'
import type { Datasets } from './datasets/datasets.ts'
import type { Doctor } from './datasets/doctor.ts'
import type { PictureStatistics } from './datasets/picture-statistics.ts'
import type { Places } from './datasets/places.ts'
import { previewOf } from './datasets/preview.ts'
import { relink } from './datasets/relink.ts'
import { Versions } from './datasets/versions.ts'
import type { EventHub } from './event-hub.ts'
import type { Jobs } from './jobs.ts'
import { classifyPictures } from './runs/classify.ts'
import { compareRuns } from './runs/compare.ts'
import { compareWeights } from './runs/compare-weights.ts'
import type { Costs } from './runs/costs.ts'
import { runDifferences } from './runs/run-differences.ts'
import { runsReport } from './runs/report/report.ts'
import { compareWithFirst } from './runs/evaluation/compare-with-first.ts'
import type { Evaluations } from './runs/evaluation/evaluations.ts'
import { layerOf, type Runs } from './runs/runs.ts'
import type { Training } from './runs/training.ts'
import { verifyRun } from './runs/verify.ts'
import { defaultThreads, getSettings } from './settings/settings.ts'
import { cleanCaches } from './storage/clean-caches.ts'
import { checkStorage, compactStorage, storageInfo } from './storage/upkeep.ts'

export interface ReadServices {
  readonly home: string
  /** Why nothing can be changed, or what was mended at the start. */
  readonly notice: GlassboxError | null
  readonly read: ReadStore
  readonly events: EventHub
  readonly jobs: Jobs
  readonly datasets: Datasets
  readonly doctor: Doctor
  readonly places: Places
  readonly statistics: PictureStatistics
  readonly runs: Runs
  readonly evaluations: Evaluations
  readonly bundles: Bundles
  readonly worker: DatasetWorker
  readonly inference: InferenceClient
}
export interface WriteServices extends ReadServices {
  readonly write: WriteStore
  readonly supervisor: RunSupervisor
  readonly training: Training
  readonly costs: Costs
}

type Handler<N extends CommandName> = (input: CommandArguments<N>) => Promise<CommandOutput<N>>
/** Every command has a handler in one of the two groups, or this does not compile. */
export type Handlers = { [N in CommandName]: Handler<N> }
type ReadName = {
  [N in CommandName]: (typeof import('../contract/contract.ts').commands)[N]['access'] extends 'read' ? N : never
}[CommandName]

/** Commands that every process on the home folder answers by itself. */
export function readHandlers(services: ReadServices): Pick<Handlers, ReadName> {
  const { home, notice, read, events, jobs, datasets, doctor, runs, evaluations, bundles, worker, inference, places } =
    services
  return {
    'app/info': async () => ({
      version: VERSION,
      home,
      cores: availableParallelism(),
      defaultThreads: defaultThreads(),
      outgoingRequests: outgoingRequests(),
      notice: notice && toEnvelope(notice),
    }),
    'settings/get': () => getSettings(read),
    'datasets/list': async () => (await read.datasets.list()).map(toSummary),
    'datasets/get': async ({ id }) => ({
      ...toSummary(await datasets.get(id)),
      skipped: await read.datasets.skipped(id),
    }),
    'datasets/items': async ({ id, classIndex, offset, limit }) => {
      await datasets.get(id)
      return read.datasets.items(id, { ...(classIndex === undefined ? {} : { classIndex }), offset, limit })
    },
    'datasets/preview': async ({ id, position, prepare }) => {
      const dataset = await datasets.get(id)
      return previewOf(dataset, await datasets.item(dataset, position), prepare, services)
    },
    'datasets/rows': ({ id, ...place }) => datasets.rows(id, place),
    'datasets/table-preview': (input) => datasets.previewTable(input),
    'datasets/check': async (input) => {
      const name =
        'id' in input ? (await datasets.get(input.id)).name : basename('file' in input ? input.file : input.folder)
      const jobId = jobs.start('check', name, async (onProgress, signal, pause) => {
        const options = { onProgress, signal, pause }
        if ('folder' in input) return { report: await doctor.checkFolder(input.folder, options) }
        if ('file' in input) return { report: await doctor.checkFile(input.file, input.table, options) }
        const report = await doctor.checkDataset(input.id, options)
        events.emit('datasets/changed', {})
        return { report, datasetId: input.id }
      })
      return { jobId }
    },
    'datasets/doctor': async ({ id }) => {
      await datasets.get(id)
      return read.datasets.doctor(id)
    },
    'datasets/unfinished': () => datasets.unfinished(),
    'jobs/list': async () => jobs.list(),
    'runs/list': () => read.runs.list(),
    'runs/columns': () => read.runs.columns(),
    'runs/find': ({ run, inTrash }) => runs.find(run, inTrash),
    'runs/trash': () => read.runs.trash(),
    'runs/get': ({ id }) => runs.detail(id),
    'runs/history': ({ id }) => runs.history(id),
    'runs/weights': ({ id, checkpoint, layer }) => runs.weights(id, checkpoint, layer),
    'runs/diagnostics': async ({ id, after = -1 }) => read.runs.diagnostics((await runs.detail(id)).id, after),
    'runs/rate-curve': ({ id }) => runs.rateCurve(id),
    'runs/curves': (input) => runs.curves(input),
    'runs/compare': (input) => compareRuns(input, runs),
    'runs/differences': (input) => runDifferences(input, runs),
    'runs/compare-answers': (input) => evaluations.compare(input),
    'runs/compare-with-first': (input) => compareWithFirst(input, evaluations),
    'runs/report': (input) => runsReport(input, services),
    'runs/compare-weights': (input) => compareWeights(input, runs),
    'runs/verify': async (input) => {
      const { name } = await runs.detail(input.id)
      const jobId = jobs.start('verify', name, async (onProgress, signal) => ({
        verification: await verifyRun({ read, runs, datasets }, input, { onProgress, signal }),
      }))
      return { jobId }
    },
    'runs/export': async ({ ids, file, withPaths }) => ({
      jobId: jobs.start('exportRuns', basename(file), async (onProgress, signal) => {
        await bundles.export(ids, file, withPaths, { onProgress, signal })
        return {}
      }),
    }),
    'runs/evaluate': (input) => evaluations.evaluate(input),
    'runs/evaluated-items': (input) => evaluations.items(input),
    'classify/pictures': (input) => classifyPictures(input, { runs, worker, inference }),
    'storage/info': () => storageInfo(home, places, read),
    'storage/check': async () => ({
      jobId: jobs.start('integrity', 'the database', async (onProgress, signal) => ({
        problems: await checkStorage(home, { onProgress, signal }),
      })),
    }),
  }
}

/** Commands that only the owner of the home folder may carry out. */
export function writeHandlers(services: WriteServices): Omit<Handlers, ReadName> {
  const { read, write, events, jobs, datasets, places, worker, runs, bundles, supervisor, training, costs } = services
  const versions = new Versions(read, worker, datasets, places)
  const changed = async (change: Promise<void>): Promise<Record<string, never>> => {
    await change
    events.emit('datasets/changed', {})
    return {}
  }
  const announce = async (id: string): Promise<RunSummary> => {
    const summary = await read.runs.summary(id)
    if (!summary) throw new GlassboxError('not-found', `There is no run "${id}".`)
    const asItStands = supervisor.asItStands(summary)
    events.emit('run/changed', asItStands)
    return asItStands
  }
  return {
    'settings/set': async (changes) => {
      await write.settings.set(changes)
      const settings = await getSettings(read)
      events.emit('settings/changed', settings)
      await supervisor.settingsChanged()
      return settings
    },
    'datasets/import': async (input) => {
      const jobId = jobs.start('import', nameOf(input.source), async (onProgress, signal, pause) => {
        const onScanned = (scanned: Scanned): void => events.emit('import/scanned', { jobId, ...scanned })
        const datasetId = await datasets.import(write, input, { onProgress, onScanned, signal, pause })
        events.emit('datasets/changed', {})
        return { datasetId }
      })
      return { jobId }
    },
    'datasets/discard-unfinished': async ({ key }) => {
      await datasets.discardUnfinished(key)
      return {}
    },
    'datasets/exclude': async (input) => {
      const { name } = await datasets.get(input.id)
      const jobId = jobs.start('exclude', name, async (onProgress, signal) => {
        const datasetId = await versions.exclude(write, input, { onProgress, signal })
        events.emit('datasets/changed', {})
        return { datasetId }
      })
      return { jobId }
    },
    'datasets/delete': async ({ id }) => {
      await datasets.get(id)
      return changed(write.datasets.delete(id))
    },
    'datasets/restore': async ({ id }) => {
      await datasets.get(id)
      return changed(write.datasets.restore(id))
    },
    'datasets/edit': async ({ id, name }) => {
      await datasets.get(id)
      await changed(write.datasets.rename(id, name))
      return toSummary(await datasets.get(id))
    },
    'datasets/relink': async (input) => {
      const { name } = await datasets.get(input.id)
      const jobId = jobs.start('relink', name, async (onProgress, signal) => {
        await relink({ read, write, worker, datasets }, input, { onProgress, signal })
        events.emit('datasets/changed', {})
        return { datasetId: input.id }
      })
      return { jobId }
    },
    'jobs/cancel': async ({ jobId }) => ({ cancelled: await jobs.cancel(jobId) }),
    'jobs/pause': async ({ jobId }) => ({ paused: jobs.setPaused(jobId, true) }),
    'jobs/resume': async ({ jobId }) => ({ paused: jobs.setPaused(jobId, false) }),
    'runs/estimate': (input) => costs.estimate(input),
    'runs/start': async (input) => {
      costs.rest()
      const runId = await training.start(input)
      await announce(runId)
      return { runId }
    },
    'runs/find-rate': async (input) => {
      const runId = await training.start(input, 'rateFinder')
      await announce(runId)
      return { runId }
    },
    'runs/pause': async ({ id }) => {
      await runs.detail(id)
      return { paused: await supervisor.pause(id) }
    },
    'runs/resume': async (input) => {
      const outcome = await training.resume(input)
      await announce(input.id)
      return outcome
    },
    'runs/change': async (input) => {
      const change = await training.change(input)
      await announce(input.id)
      return { change }
    },
    'runs/watch': async ({ id, watcher, layers }) => {
      const { config } = await runs.detail(id)
      supervisor.watch(
        id,
        watcher,
        layers.map((layer) => layerOf(config.network, layer)),
      )
      return {}
    },
    'runs/queue': async () => supervisor.queue,
    'runs/move': async ({ id, position }) => supervisor.move(id, position),
    'runs/pin': async ({ id, epoch, pinned }) => {
      const { name, checkpoints } = await runs.detail(id)
      if (!(await write.runs.pin(id, epoch, pinned)))
        throw new GlassboxError('run/no-checkpoint', `"${name}" has no weights of epoch ${epoch}.`, {
          hint: `Kept epochs: ${checkpoints.join(', ')}.`,
        })
      await announce(id)
      return {}
    },
    'runs/edit': async ({ id, ...edit }) => {
      await runs.detail(id)
      await write.record.edit(id, edit)
      return announce(id)
    },
    'runs/look': async ({ id }) => {
      await runs.detail(id)
      return { looks: await write.record.look(id) }
    },
    'runs/delete': async ({ ids }) => {
      for (const id of ids) await runs.detail(id)
      await write.record.delete(ids)
      events.emit('runs/changed', {})
      return {}
    },
    'runs/restore': async ({ ids }) => {
      await write.record.restore(ids)
      events.emit('runs/changed', {})
      return {}
    },
    'runs/empty-trash': async () => {
      const gone = await write.record.emptyTrash()
      events.emit('runs/changed', {})
      return gone
    },
    'runs/import': async (input) => ({
      jobId: jobs.start('importRuns', 'file' in input ? basename(input.file) : 'runs', async (onProgress, signal) => {
        const runIds = await bundles.import(write, input, { onProgress, signal })
        events.emit('datasets/changed', {})
        events.emit('runs/changed', {})
        return { runIds }
      }),
    }),
    'runs/stop': async ({ id }) => {
      await runs.detail(id)
      return { stopped: await supervisor.stop(id) }
    },
    'storage/compact': async () => ({
      jobId: jobs.start('compact', 'the database', async (onProgress, signal) => {
        await compactStorage(read, write, { onProgress, signal })
        return {}
      }),
    }),
    'storage/clear-caches': async () => {
      const used = new Set((await read.runs.list()).filter((run) => !isResting(run.status)).map((run) => run.datasetId))
      return { bytes: await cleanCaches(places, (id) => used.has(id)) }
    },
    'storage/backup': async () => {
      const made = await write.upkeep.backup(true)
      const [newest] = (await storageInfo(services.home, places, read)).backups.toSorted(
        (a, b) => b.createdAt - a.createdAt,
      )
      return { file: made ?? newest?.file ?? '' }
    },
  }
}

function nameOf(source: CommandArguments<'datasets/import'>['source']): string {
  if ('folder' in source) return basename(source.folder)
  if ('file' in source) return basename(source.file)
  return 'builtIn' in source ? source.builtIn : source.name
}

function toSummary({
  root: _root,
  fingerprint: _mark,
  files: _files,
  reading: _reading,
  ...summary
}: StoredDataset): DatasetSummary {
  return summary
}
