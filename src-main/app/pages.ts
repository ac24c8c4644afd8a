import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

interface PageFile {
  readonly path: string
  /** As the browser is told. */
  readonly type: string
}

export interface Pages {
  /** @returns null when there is no such file. */
  open(pathname: string): Promise<Response | null>
}

/** The built page. Its files are listed once: what is not on the list cannot be asked for, whatever the path looks like. */
export async function openPages(root: string): Promise<Pages> {
  const files = new Map<string, PageFile>()
  await list(root, '', files)
  return {
    async open(pathname) {
      const name = pathname === '/' ? '/index.html' : pathname
      const file = files.get(name)
      if (!file) return null
      const headers = {
        'Content-Type': file.type,
        // Built files carry a hash in their name, except the page itself.
        'Cache-Control': name.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
      }
      return new Response(await readFile(file.path), { headers })
    },
  }
}

/** Folder by folder: inside an Electron archive a recursive listing is not to be had. */
async function list(folder: string, prefix: string, into: Map<string, PageFile>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await list(path, `${prefix}/${entry.name}`, into)
    const type = TYPES[extname(entry.name)]
    if (entry.isFile() && type !== undefined) into.set(`${prefix}/${entry.name}`, { path, type })
  }
}
