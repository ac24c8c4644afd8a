import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { GlassboxError } from '../../contract/errors.ts'
import { cancelled } from '../cancelled.ts'
import { errno } from '../read-picture.ts'
import type { Encoding } from './encoding.ts'

const BLOCK = 256 * 1024

/** A file of text that is read block by block. */
export interface TextFile {
  readonly handle: FileHandle
  readonly bytes: number
  readonly close: () => Promise<void>
}

/** @throws {GlassboxError} `dataset/not-found`, `dataset/no-permission`, `dataset/table-invalid` for what is no file */
export async function openText(file: string): Promise<TextFile> {
  let handle: FileHandle | undefined
  try {
    // Without O_NONBLOCK, a pipe would block for ever; Windows has no such flag.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const facts = await handle.stat()
    if (!facts.isFile()) throw notAFile(file)
    const opened = handle
    return { handle, bytes: facts.size, close: () => opened.close() }
  } catch (error) {
    await handle?.close()
    throw error instanceof GlassboxError ? error : cannotOpen(file, error)
  }
}

/** The first bytes of a file, at most so many. */
export async function readHead({ handle, bytes }: TextFile, most: number): Promise<Uint8Array> {
  const head = new Uint8Array(Math.min(bytes, most))
  let length = 0
  while (length < head.length) {
    const { bytesRead } = await handle.read(head, length, head.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return head.subarray(0, length)
}

export interface Block {
  /** Without byte order mark; every line end is a line feed. */
  readonly text: string
  /** Bytes of the file that are read so far. */
  readonly read: number
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  readonly onText?: (text: string) => void
  /** Called with the SHA-256 of all bytes once they are read. */
  readonly onEnd?: (sha256: string) => void
}

/**
 * Decodes a file from its beginning, block by block: however large it is, no more than a block is held.
 * @throws {GlassboxError} `cancelled`
 */
export async function* readBlocks(
  { handle }: TextFile,
  encoding: Encoding,
  { signal, onText, onEnd }: ReadOptions = {},
): AsyncGenerator<Block> {
  const decoder = new TextDecoder(encoding)
  const hash = createHash('sha256')
  const buffer = new Uint8Array(BLOCK)
  let endsInReturn = false
  const unify = (text: string): string => {
    // A line end of two characters may be cut in the middle: its second half is dropped with the next block.
    const rest = endsInReturn && text.startsWith('\n') ? text.slice(1) : text
    onText?.(text)
    if (text !== '') endsInReturn = text.endsWith('\r')
    return rest.includes('\r') ? rest.replaceAll(/\r\n?/g, '\n') : rest
  }
  for (let read = 0; ;) {
    if (signal?.aborted) throw cancelled()
    const { bytesRead } = await handle.read(buffer, 0, BLOCK, read)
    if (bytesRead === 0) {
      onEnd?.(hash.digest('hex'))
      yield { text: unify(decoder.decode()), read }
      return
    }
    read += bytesRead
    const bytes = buffer.subarray(0, bytesRead)
    hash.update(bytes)
    yield { text: unify(decoder.decode(bytes, { stream: true })), read }
  }
}

const notAFile = (file: string): GlassboxError =>
  new GlassboxError('dataset/table-invalid', `${file} is not a regular file.`, { hint: 'Choose a CSV file.' })

/** The error of a table that cannot be opened, from the system's error. */
export function cannotOpen(file: string, cause: unknown): GlassboxError {
  const code = errno(cause)
  if (code === 'EACCES' || code === 'EPERM')
    return new GlassboxError('dataset/no-permission', `You have no permission to open ${file}.`, {
      hint: 'Change the permissions of the file, or copy it to a place of your own.',
      cause,
    })
  return new GlassboxError('dataset/not-found', `There is no file at ${file}.`, {
    hint: 'Check the path; if the file was moved, choose it at its new place.',
    cause,
  })
}
