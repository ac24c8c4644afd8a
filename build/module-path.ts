import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Gives plain Vitest the two query imports that electron-vite understands: `x.worker.ts?modulePath` and `x.wasm?asset`.
 * Both become the path of the source file; Node runs TypeScript workers directly.
 */
export function modulePath(): Plugin {
  const query = /\?(modulePath|asset)$/
  return {
    name: 'glassbox:module-path',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!query.test(source) || !importer) return
      return `\0path:${resolve(dirname(importer), source.replace(query, ''))}`
    },
    load(id) {
      if (!id.startsWith('\0path:')) return
      const file = id.slice('\0path:'.length)
      readFileSync(file) // a wrong path should fail here, with the importer's name
      return `export default ${JSON.stringify(file)}`
    },
  }
}
