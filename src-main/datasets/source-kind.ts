/* eslint-disable no-control-regex -- the first bytes of files are control characters */
import { constants, gunzipSync } from 'node:zlib'
import { GlassboxError } from '../contract/errors.ts'
import { refusePickles } from './arrays/cifar/cifar-folder.ts'
import type { ListedFile } from './list-files.ts'
import { readHead } from './read-picture.ts'
import { sniffFormat } from './sniff.ts'

/** What a single file that is chosen as data can be. */
export type SourceKind = 'idx' | 'npy' | 'npz' | 'cifar10' | 'cifar100' | 'table'

/** Enough to tell text from anything else. */
const HEAD = 2 ** 16
/** Bytes of one picture of CIFAR-10 and CIFAR-100 with its labels. */
const RECORDS = { cifar10: 3073, cifar100: 3074 } as const

/**
 * Tells what a file holds, from its first bytes; only what has none of its own, tables and CIFAR, from its name or length.
 * @throws {GlassboxError} `dataset/file-invalid` for everything that holds no data, with what it is and what to do
 */
export async function kindOfFile({ path, file }: ListedFile): Promise<SourceKind> {
  const { bytes, size } = await readHead(file, HEAD).catch((error: unknown) => {
    if (!(error instanceof GlassboxError)) throw error
    throw refusal(`"${path}" cannot be used. ${error.message}`, error.hint ?? 'Choose another file.', error)
  })
  if (size === 0) throw refusal(`"${path}" is empty.`, 'Copy or download it again.')
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  const head = isPacked ? beginning(bytes) : bytes
  const name = path.toLowerCase().replace(/\.gz$/, '')
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1')
  if (text.startsWith('\x93NUMPY')) return 'npy'
  if (/^PK(\x03\x04|\x05\x06)/.test(text)) {
    if (name.endsWith('.npz') || /^[^/]{30,}?\.npy/s.test(text.slice(0, 300))) return 'npz'
    throw refusal(`"${path}" is an archive.`, 'Unpack it and choose the folder.')
  }
  const cifar = cifarOf(name, isPacked ? null : size)
  if (cifar && !isText(head)) return cifar
  if (/^\0\0[\x08-\x0e][\x01-\x04]/.test(text)) return 'idx'
  if (/\.(csv|tsv|tab|txt)$/.test(name) || isText(head)) return 'table'
  throw refuseOther(path, text, head)
}

function cifarOf(name: string, size: number | null): SourceKind | null {
  if (!name.endsWith('.bin')) return null
  if (/(data|test)_batch[^/]*$/.test(name)) return 'cifar10'
  if (/(^|\/)(train|test)\.bin$/.test(name)) return 'cifar100'
  if (size === null) return null
  const fitting = (['cifar10', 'cifar100'] as const).filter((kind) => size % RECORDS[kind] === 0)
  return fitting[0] ?? null
}

/** UTF-8, or UTF-16 that says so; no file of pictures is without a zero byte and a control character. */
function isText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true
  return !head.some((byte) => byte < 9 || (byte > 13 && byte < 32))
}

/** What the beginning of a gzip file unpacks to; its end is not there. */
function beginning(packed: Uint8Array): Uint8Array {
  try {
    return gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 ** 27 }).subarray(0, HEAD)
  } catch (cause) {
    throw refusal('Its gzip data are damaged.', 'Copy or download it again.', cause)
  }
}

function refuseOther(path: string, text: string, head: Uint8Array): GlassboxError {
  if (/^\x80[\x02-\x05]/.test(text)) return refusePickles(`"${path}"`)
  if (text.slice(257, 262) === 'ustar') return refusal(`"${path}" is an archive.`, 'Unpack it and choose the folder.')
  if (text.startsWith('\x89HDF')) return refusal(`"${path}" is an HDF5 file.`, 'Save its arrays with numpy.savez.')
  if (text.startsWith('MATLAB')) return refusal(`"${path}" is a MATLAB file.`, 'Save its arrays with numpy.savez.')
  try {
    sniffFormat(head)
    return refusal(`"${path}" is a single picture.`, 'Choose the folder that holds one folder of pictures per class.')
  } catch {
    return refusal(
      `"${path}" holds no data that Glassbox reads.`,
      'It reads CSV tables, NumPy arrays, CIFAR batches and IDX files.',
    )
  }
}

const refusal = (message: string, hint: string, cause?: unknown): GlassboxError =>
  new GlassboxError('dataset/file-invalid', message, { hint, cause })
