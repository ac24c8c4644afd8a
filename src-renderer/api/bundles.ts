import * as z from 'zod'
import { Id } from '../../src-main/contract/types.ts'
import { GlassboxError } from '../../src-main/contract/errors.ts'
import { errorOf } from './error-of.ts'
import { keyHeader, pageKey } from './page-key.ts'

/** More ids make an address that is refused for its length. */
export const MOST_RUNS = 400

const Sent = z.object({ uploadId: Id })

/** Where a file with these runs can be fetched: a link that the browser follows itself takes no headers. */
export function bundleAddress(ids: readonly string[]): string {
  const query = new URLSearchParams({ runs: ids.join(',') })
  if (pageKey()) query.set('key', pageKey())
  return `/bundles?${query}`
}

/**
 * Sends a file of runs to the host.
 * @returns the name under which it can be taken in
 * @throws {GlassboxError} why it was refused, or that the connection was lost
 */
export async function sendBundle(file: File): Promise<string> {
  const response = await fetch('/bundles', { method: 'PUT', body: file, headers: keyHeader() }).catch(() => null)
  if (!response)
    throw new GlassboxError('server/connection-lost', `The connection was lost while sending ${file.name}.`)
  if (!response.ok) throw GlassboxError.fromEnvelope(await errorOf(response))
  return Sent.parse(await response.json()).uploadId
}
