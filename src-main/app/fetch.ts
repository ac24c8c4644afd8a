import * as z from 'zod'
import { GlassboxError, toEnvelope, type ErrorCode } from '../contract/errors.ts'
import { Id } from '../contract/types.ts'
import type { ReadStore } from '../storage/store.ts'
import type { Bundles } from './bundles/bundles.ts'
import { fileName } from './file-name.ts'
import { itemList, itemsCsv } from './datasets/item-list.ts'
import { displayOf, thumbnailOf, type ThumbnailServices } from './datasets/thumbnails.ts'
import type { Uploads } from './datasets/uploads.ts'

/** Most runs that the address of a download can name. */
const MOST_RUNS = 1000

interface FetchServices extends ThumbnailServices {
  readonly read: ReadStore
  readonly uploads: Uploads
  readonly bundles: Bundles
}

/** Files over a host's own transport: pictures and files of runs out, uploads in. Pictures are named by data set and position, never by path. */
export function createFetch(services: FetchServices): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const { pathname, searchParams } = new URL(request.url)
      const picture = /^\/(thumbnails|originals)\/([a-z0-9]+)\/(\d{1,9})$/.exec(pathname)
      if (picture && request.method === 'GET') {
        const make = picture[1] === 'originals' ? displayOf : thumbnailOf
        return await sendPicture(services, make, picture[2] ?? '', Number(picture[3]))
      }
      const list = /^\/datasets\/([a-z0-9]+)\/items\.(csv|json)$/.exec(pathname)
      if (list && request.method === 'GET') return await sendItems(services, list[1] ?? '', list[2] ?? '')
      const upload = /^\/uploads\/([a-z0-9]+)$/.exec(pathname)
      if (upload && request.method === 'PUT') {
        await services.uploads.receive(upload[1] ?? '', searchParams.get('path') ?? '', request.body)
        return new Response(null, { status: 204 })
      }
      if (upload && request.method === 'DELETE') {
        await services.uploads.discard(upload[1] ?? '')
        return new Response(null, { status: 204 })
      }
      if (pathname === '/bundles' && request.method === 'GET') {
        const ids = z.array(Id).min(1).max(MOST_RUNS).parse(searchParams.get('runs')?.split(','))
        return await services.bundles.download(ids, searchParams.get('paths') === '1')
      }
      const bundle = /^\/bundles\/([a-z0-9]+)$/.exec(pathname)
      if (bundle && request.method === 'PUT') {
        await services.bundles.receive(bundle[1] ?? '', request.body)
        return new Response(null, { status: 204 })
      }
      if (bundle && request.method === 'DELETE') {
        await services.bundles.discard(bundle[1] ?? '')
        return new Response(null, { status: 204 })
      }
      throw new GlassboxError('not-found', 'There is nothing at this address.')
    } catch (error) {
      const envelope = toEnvelope(error)
      return Response.json(envelope, { status: statusOf(envelope.code), headers: { 'Cache-Control': 'no-store' } })
    }
  }
}

/** Never the file itself: it is decoded and encoded anew. */
async function sendPicture(
  services: FetchServices,
  make: typeof thumbnailOf,
  id: string,
  position: number,
): Promise<Response> {
  const dataset = await services.datasets.get(id)
  const bytes = await make(dataset, await services.datasets.item(dataset, position), services)
  // What a data set holds never changes.
  const headers = { 'Content-Type': 'image/webp', 'Cache-Control': 'private, max-age=31536000, immutable' }
  return new Response(new Uint8Array(bytes), { headers })
}

/** The list of a data set's items, to be saved. */
async function sendItems({ datasets, read }: FetchServices, id: string, kind: string): Promise<Response> {
  const { name, classes } = await datasets.get(id)
  const list = itemList(await read.datasets.allItems(id), classes, await read.datasets.doctor(id))
  const headers = {
    'Content-Type': kind === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName(name))}.${kind}`,
    'Cache-Control': 'no-store',
  }
  return new Response(kind === 'csv' ? itemsCsv(list) : `${JSON.stringify(list, null, 2)}\n`, { headers })
}

function statusOf(code: ErrorCode): number {
  if (code === 'not-found' || code === 'picture/unreadable') return 404
  if (code === 'storage/disk-full') return 507
  if (code === 'picture/too-large') return 413
  return code === 'internal' ? 500 : 400
}
