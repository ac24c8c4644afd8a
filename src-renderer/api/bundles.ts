import { GlassboxError } from '../../src-main/contract/errors.ts'
import { errorOf } from './error-of.ts'
import { newId } from './new-id.ts'
import { keyHeader, pageKey } from './page-key.ts'

/** More ids make an address that is refused for its length. */
export const MOST_RUNS = 400

/** Where a file with these runs can be fetched: a link that the browser follows itself takes no headers. */
export function bundleAddress(ids: readonly string[]): string {
  const query = new URLSearchParams({ runs: ids.join(',') })
  if (pageKey()) query.set('key', pageKey())
  return `/bundles?${query}`
}

/**
 * Sends a file of runs to the host.
 * @returns the id under which it can be taken in
 * @throws {GlassboxError} why it was refused, or that the connection was lost
 */
export async function sendBundle(file: File): Promise<string> {
  const uploadId = newId()
  const address = `/bundles/${uploadId}`
  const response = await fetch(address, { method: 'PUT', body: file, headers: keyHeader() }).catch(() => null)
  if (!response)
    throw new GlassboxError('server/connection-lost', `The connection was lost while sending ${file.name}.`)
  if (!response.ok) throw GlassboxError.fromEnvelope(await errorOf(response))
  return uploadId
}
