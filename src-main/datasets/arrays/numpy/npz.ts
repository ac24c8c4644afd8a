import { crc32 } from 'node:zlib'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { MAX_ARRAY_BYTES } from '../read-file.ts'

/** More than anybody names by hand. */
const MAX_ENTRIES = 1000

/** The arrays of a .npz, none of them unpacked yet. */
export interface Npz {
  /** Without `.npy`, in the order of the archive. */
  readonly names: readonly string[]
  /** The bytes of the .npy of that name. @throws {RangeError} when they are damaged or too many */
  read(name: string): Promise<Uint8Array>
}

/**
 * Opens a .npz, an archive of .npy files (ZIP, packed or not, ZIP64 too). Names never become paths on this disk; those that
 * pretend to be some are refused all the same, as are names that come twice, encrypted entries and entries that unpack to
 * more than they say or more than 1024 MB in all.
 * @throws {RangeError} saying what is wrong with it
 */
export async function openNpz(bytes: Uint8Array): Promise<Npz> {
  const zip = await openZip(bytes)
  const entries = new Map<string, Entry>()
  for (const entry of await allEntries(zip)) {
    const name = arrayName(entry)
    if (entries.has(name)) throw new RangeError(`It holds two arrays called "${name}".`)
    entries.set(name, entry)
  }
  let left = MAX_ARRAY_BYTES
  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name)
      if (!entry) throw new RangeError(`It holds no array called "${name}".`)
      left -= entry.uncompressedSize
      if (left < 0) throw new RangeError('It unpacks to more than 1024 MB.')
      return unpack(zip, entry)
    },
  }
}

async function openZip(bytes: Uint8Array): Promise<ZipFile> {
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      strictFileNames: true,
    })
    if (zip.entryCount > MAX_ENTRIES)
      throw new RangeError(`It has ${zip.entryCount} entries; at most ${MAX_ENTRIES} are read.`)
    return zip
  } catch (cause) {
    throw damaged(cause)
  }
}

async function allEntries(zip: ZipFile): Promise<Entry[]> {
  try {
    const entries: Entry[] = []
    for await (const entry of zip.eachEntry()) entries.push(entry)
    return entries
  } catch (cause) {
    throw damaged(cause)
  }
}

function arrayName({ fileName, ...entry }: Entry): string {
  if (/[/\0]|^\./.test(fileName)) throw new RangeError(`"${fileName}" in it is a path, not the name of an array.`)
  if (!fileName.endsWith('.npy')) throw new RangeError(`"${fileName}" in it is no array: their names end in ".npy".`)
  if (entry.generalPurposeBitFlag & 1) throw new RangeError('It is encrypted.')
  return fileName.slice(0, -'.npy'.length)
}

async function unpack(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  try {
    const chunks: Buffer[] = []
    // Ends with an error as soon as there is more or less than the entry says.
    const stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    if (crc32(bytes) !== entry.crc32) throw new RangeError(`The checksum of "${entry.fileName}" is wrong.`)
    return bytes
  } catch (cause) {
    throw damaged(cause)
  }
}

function damaged(cause: unknown): RangeError {
  if (cause instanceof RangeError) return cause
  return new RangeError(`The archive is damaged (${cause instanceof Error ? cause.message : String(cause)}).`, {
    cause,
  })
}
