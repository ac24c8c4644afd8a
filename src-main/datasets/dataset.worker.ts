import '../outgoing.ts'
import { rmSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { scalePixels } from '../../src-engine/data/prepare/scale.ts'
import { inputShape } from '../../src-engine/spec/data.ts'
import { toEnvelope } from '../contract/errors.ts'
import type { DoctorReport } from '../contract/types.ts'
import { exampleBytes, openCache } from './cache.ts'
import { checkPictures, checkTable } from './check.ts'
import { importCsv } from './csv/import-csv.ts'
import { previewTable } from './csv/preview.ts'
import { displayThumbnail, pictureThumbnail } from './decode.ts'
import { examine, type Patient } from './doctor/examine.ts'
import { examineDataset } from './doctor/examine-dataset.ts'
import type { JobOptions } from './each-picture.ts'
import { findFiles } from './find-files.ts'
import { importPictures } from './import.ts'
import { measurePictures } from './measure-pictures.ts'
import { Pause } from './pause.ts'
import { preparePicture } from './prepare-picture.ts'
import type { DatasetJobs, FromWorker, JobName, PictureSource, ToWorker } from './protocol.ts'
import { readPictureFile } from './read-picture.ts'
import { scanFolder } from './scan.ts'
import { scannedOf } from './scanned.ts'
import { itemsOfRows } from './table-rows.ts'
import { writeSubset } from './subset.ts'

type Handlers = {
  [N in JobName]: (input: DatasetJobs[N]['input'], options: Required<JobOptions>) => Promise<DatasetJobs[N]['output']>
}

const bytesOf = async (picture: PictureSource): Promise<Uint8Array> =>
  'bytes' in picture ? picture.bytes : readPictureFile(picture.path)

/** What was imported is not kept when it is not looked at to the end. */
async function examined(patient: Patient, signal: AbortSignal): Promise<DoctorReport> {
  try {
    return await examine(patient, undefined, signal)
  } catch (error) {
    rmSync(patient.cacheFile, { force: true })
    throw error
  }
}

const handlers: Handlers = {
  async import({ source, isExamined, ...rest }, options) {
    const folder = await scanFolder(source, options.signal)
    options.onScanned(scannedOf(folder))
    const imported = await importPictures({ folder, ...rest, ...options })
    if (!isExamined) return { ...imported, doctor: null }
    const patient = { ...imported, cacheFile: rest.cacheFile, isImported: true }
    return { ...imported, doctor: await examined(patient, options.signal) }
  },
  async importTable(request, options) {
    const imported = await importCsv({ ...request, ...options })
    const { cacheFile } = request
    if (!request.isExamined || cacheFile === null) return { ...imported, doctor: null }
    const items = imported.rows ? [...itemsOfRows(imported.rows)] : imported.items
    return { ...imported, doctor: await examined({ ...imported, items, cacheFile, isImported: true }, options.signal) }
  },
  async checkTable(request, options) {
    return checkTable({ ...request, ...options })
  },
  async previewTable({ file, name, choice }) {
    return previewTable(file, name, choice)
  },
  async check({ source, shares }, options) {
    return checkPictures(await scanFolder(source, options.signal), shares, options)
  },
  async examine(request, options) {
    return examineDataset(request, options)
  },
  async subset(request, { signal }) {
    await writeSubset(request, signal)
    return null
  },
  async find(request, options) {
    return findFiles(request, options)
  },
  async prepare({ picture, prepare }) {
    const { prepared, decoded } = await preparePicture(await bytesOf(picture), prepare)
    return { ...prepared, thumbnail: await displayThumbnail(decoded) }
  },
  async preview({ picture, prepare }) {
    const { pixels, tensorSha256 } = (await preparePicture(await bytesOf(picture), prepare)).prepared
    const tensor = new Float32Array(pixels.length)
    scalePixels(pixels, prepare, tensor, 0)
    return { pixels, tensor, tensorSha256 }
  },
  async thumbnail({ picture, side }) {
    return pictureThumbnail(await bytesOf(picture), side)
  },
  async measure({ cacheFile, itemCount, positions, cached, prepare }) {
    const cache = openCache(cacheFile, exampleBytes(inputShape(cached, undefined), cached), itemCount, 0)
    try {
      return measurePictures(cache, positions, cached, prepare)
    } finally {
      cache.close()
    }
  },
}

const port = parentPort!
const running = new Map<number, { cancel: AbortController; pause: Pause; ended: Promise<void> }>()
const send = (message: FromWorker): void => port.postMessage(message)

async function run<N extends JobName>(
  id: number,
  job: N,
  input: DatasetJobs[N]['input'],
  control: Required<Pick<JobOptions, 'signal' | 'pause'>>,
): Promise<void> {
  try {
    const output = await handlers[job](input, {
      onProgress: (progress) => send({ kind: 'progress', id, progress }),
      onScanned: (scanned) => send({ kind: 'scanned', id, scanned }),
      ...control,
    })
    send({ kind: 'done', id, output })
  } catch (error) {
    send({ kind: 'failed', id, error: toEnvelope(error) })
  }
  running.delete(id)
}

/** Ends every job, then the thread: it exits by itself once nothing native is at work any more. */
async function close(): Promise<void> {
  for (const { cancel } of running.values()) cancel.abort()
  await Promise.all([...running.values()].map(({ ended }) => ended))
  port.close()
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'close') void close()
  else if (message.kind === 'cancel') running.get(message.id)?.cancel.abort()
  else if (message.kind === 'pause') running.get(message.id)?.pause.set(message.isPaused)
  else {
    const [cancel, pause] = [new AbortController(), new Pause()]
    const ended = run(message.id, message.job, message.input, { signal: cancel.signal, pause })
    running.set(message.id, { cancel, pause, ended })
  }
})
