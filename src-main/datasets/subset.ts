import { openCache } from './cache.ts'
import { CacheWriter } from './cache-writer.ts'
import { cancelled } from './cancelled.ts'
import type { SubsetRequest } from './protocol.ts'

/** How many items are copied before others get a turn. */
const TURN = 2000

/**
 * Copies some items of a cache into a new one.
 * @throws {GlassboxError} `dataset/cache-damaged`, `storage/disk-full`, `cancelled`
 */
export async function writeSubset(
  { from, to, itemBytes, count, positions }: SubsetRequest,
  signal?: AbortSignal,
): Promise<void> {
  const cache = openCache(from, itemBytes, count)
  try {
    const writer = new CacheWriter(to)
    try {
      const item = new Uint8Array(itemBytes)
      for (const [index, position] of positions.entries()) {
        if (index % TURN === 0) await new Promise((resolve) => setImmediate(resolve))
        if (signal?.aborted) throw cancelled()
        cache.read(position, item)
        writer.append(item)
      }
      writer.finish()
    } catch (error) {
      writer.abandon()
      throw error
    }
  } finally {
    cache.close()
  }
}
