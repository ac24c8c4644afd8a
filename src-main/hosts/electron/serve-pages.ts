import type { App } from '../../app/app.ts'
import { SECURITY_HEADERS } from '../../app/page-policy.ts'
import { openPages } from '../../app/pages.ts'
import { handleScheme, isOurs } from './scheme.ts'

/** Serves the built page, and pictures by data set and position. Neither can be named by a path on the disk. */
export async function servePages(app: App, root: string): Promise<void> {
  const pages = await openPages(root)
  handleScheme(async (request) => {
    const response = isOurs(request.url) ? await answer(request) : new Response(null, { status: 404 })
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value)
    return response
  })

  async function answer(request: Request): Promise<Response> {
    const page = request.method === 'GET' ? await pages.open(new URL(request.url).pathname) : null
    return page ?? app.fetch(request)
  }
}
