import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

export interface StaticFiles {
  /** @returns false when there is no such file. */
  send(pathname: string, response: ServerResponse): Promise<boolean>
}

/** The built page. Its files are listed once: what is not on the list cannot be asked for, whatever the path looks like. */
export async function staticFiles(root: string): Promise<StaticFiles> {
  const files = new Map<string, string>()
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !(extname(entry.name) in TYPES)) continue
    const file = join(entry.parentPath, entry.name)
    files.set(`/${relative(root, file).split(sep).join('/')}`, file)
  }
  return {
    async send(pathname, response) {
      const name = pathname === '/' ? '/index.html' : pathname
      const file = files.get(name)
      if (!file) return false
      const { size } = await stat(file)
      response.writeHead(200, {
        'Content-Type': TYPES[extname(file)] ?? '',
        'Content-Length': size,
        // Built files carry a hash in their name, except the page itself.
        'Cache-Control': name.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
      })
      await pipeline(createReadStream(file), response)
      return true
    },
  }
}
