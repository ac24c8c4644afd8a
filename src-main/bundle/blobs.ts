import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import type { BundleRow } from './rows.ts'

/** Bytes that are handed to the decoder at a time. */
const SLICE = 2 ** 20

/** Whether a blob unpacks to exactly what it says; never more than that is unpacked, nor kept. */
export async function isWhole({ sha256, codec, size, bytes }: BundleRow<'blobs'>): Promise<boolean> {
  const hash = createHash('sha256')
  let length = 0
  const take = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) {
      length += chunk.length
      if (length > size) throw new RangeError('It unpacks to more than it says.')
      hash.update(chunk)
    }
  }
  try {
    if (codec === 'zstd') await pipeline(Readable.from(slices(bytes)), createZstdDecompress(), take)
    else await pipeline(Readable.from(slices(bytes)), take)
  } catch {
    return false
  }
  return length === size && hash.digest('hex') === sha256
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE)
}
