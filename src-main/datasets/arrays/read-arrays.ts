import { GlassboxError } from '../../contract/errors.ts'
import type { SkippedFile } from '../../contract/types.ts'
import type { ListedFile } from '../list-files.ts'
import { isLitter } from '../litter.ts'
import type { PictureFolder } from '../picture-folder.ts'
import { kindOfFile, type SourceKind } from '../source-kind.ts'
import { readCifar, refusePickles } from './cifar/cifar-folder.ts'
import { findCifar, isPickledCifar, type CifarFiles } from './cifar/cifar-sets.ts'
import { readIdxFolder } from './idx/idx-folder.ts'
import { findIdxSets, idxSetOf } from './idx/idx-sets.ts'
import { readNumpy, type NumpyFile } from './numpy/numpy-folder.ts'

type Format = Exclude<PictureFolder['format'], 'drawn' | null>
type Found = Omit<PictureFolder, 'root'>
type Read = Pick<PictureFolder, 'classes' | 'entries' | 'prepare' | 'files'>

const NUMPY = /\.np[yz](\.gz)?$/i
const PICTURE = /\.(jpe?g|png|webp|gif|avif|tiff?|bmp)$/i

/**
 * Reads files that hold many pictures each: IDX, CIFAR or NumPy, told by their names.
 * @returns null when the folder is none of these; folders that hold pictures never are CIFAR or NumPy
 * @throws {GlassboxError} `dataset/idx-invalid`, `dataset/file-invalid`, `cancelled`
 */
export async function readArrays(all: readonly ListedFile[], signal?: AbortSignal): Promise<Found | null> {
  const files = all.filter(({ path }) => !path.split('/').some(isLitter))
  const idx = findIdxSets(files)
  if (idx) return found('idx', await readIdxFolder(idx, signal), files)
  if (files.some(({ path }) => PICTURE.test(path))) return null
  const cifar = findCifar(files)
  if (cifar) return found('cifar', await readCifar(cifar, signal), files)
  if (isPickledCifar(files)) throw refusePickles('The Python version of CIFAR')
  const numpy = files.filter(({ path }) => NUMPY.test(path)).map(toNumpyFile)
  return numpy.length > 0 ? found('npy', await readNumpy(numpy, null, signal), files) : null
}

/**
 * Reads one file that holds many pictures; labels and names of classes are taken from beside it.
 * @param files the file, and those beside it
 * @throws {GlassboxError} as `readArrays`, and `input/invalid` for a table
 */
export async function readArrayOf(files: readonly ListedFile[], chosen: string, signal?: AbortSignal): Promise<Found> {
  const file = files.find(({ path }) => path === chosen)
  if (!file) throw new GlassboxError('dataset/not-found', `There is no file "${chosen}".`, { hint: 'Check the path.' })
  const kind = await kindOfFile(file)
  const alone = (format: Format, read: Read): Found => ({ ...found(format, read, []), reading: { file: chosen } })
  if (kind === 'idx') return alone('idx', await readIdxFolder([idxSetOf(files, file)], signal))
  if (kind === 'npy' || kind === 'npz')
    return alone('npy', await readNumpy(numpyBeside(files, file, kind), chosen, signal))
  if (kind === 'table') throw new GlassboxError('input/invalid', `"${chosen}" is a table, not a file of pictures.`)
  return alone('cifar', await readCifar(cifarOf(files, file, kind), signal))
}

function numpyBeside(files: readonly ListedFile[], file: ListedFile, kind: 'npy' | 'npz'): NumpyFile[] {
  if (kind === 'npz') return [{ ...file, isArchive: true }]
  return files
    .filter((one) => one === file || /\.npy(\.gz)?$/i.test(one.path))
    .map((one) => ({ ...one, isArchive: false }))
}

function cifarOf(files: readonly ListedFile[], file: ListedFile, kind: SourceKind): CifarFiles {
  const labels = kind === 'cifar10' ? 1 : 2
  const around = findCifar(files)
  const split = around?.sets.find(({ batch }) => batch.path === file.path)?.split ?? null
  const list = labels === 1 ? /(^|\/)batches\.meta\.txt$/i : /(^|\/)fine_label_names\.txt$/i
  return { labels, sets: [{ split, batch: file }], names: files.find(({ path }) => list.test(path)) ?? null }
}

const toNumpyFile = (file: ListedFile): NumpyFile => ({ ...file, isArchive: /\.npz(\.gz)?$/i.test(file.path) })

/** @param files of which those that were not needed are listed as skipped */
function found(format: Format, read: Read, files: readonly ListedFile[]): Found {
  const used = new Set(read.files?.map(({ path }) => path))
  const skipped = files.filter(({ path }) => !used.has(path)).map(({ path }) => unused(path, format))
  return { ...read, skipped, reading: null, format, fileOf: null }
}

const NAMES = { idx: 'IDX', cifar: 'CIFAR', npy: 'NumPy' } as const
const unused = (path: string, format: Format): SkippedFile => ({
  path,
  code: 'dataset/no-classes',
  reason: `The folder was read as ${NAMES[format]} files; this one is not needed.`,
})
