import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'

interface Bundle {
  readonly path: string
  /** All that it is made of. */
  readonly sources: readonly string[]
}

const ROOT = join(import.meta.dirname, '..')
const BUNDLES = join(ROOT, '.cache/workers')

const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

/**
 * Gives plain Vitest the two query imports that electron-vite understands: `x.worker.ts?modulePath` becomes the path of the
 * bundled worker, `x.wasm?asset` that of the file. Node would run the source of a worker too, but tests start hundreds of
 * them, and one that is bundled is ready in half the time.
 */
export function modulePath(): Plugin {
  const query = /\?(modulePath|asset)$/
  const bundles = new Map<string, Promise<Bundle>>()
  return {
    name: 'glassbox:module-path',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!query.test(source) || !importer) return
      return `\0path:${resolve(dirname(importer), source.replace(query, ''))}`
    },
    async load(id) {
      if (!id.startsWith('\0path:')) return
      const file = id.slice('\0path:'.length)
      readFileSync(file) // a wrong path should fail here, with the importer's name
      if (!file.endsWith('.worker.ts')) return `export default ${JSON.stringify(file)}`
      const bundle = bundles.get(file) ?? bundleOf(file)
      bundles.set(file, bundle)
      const { path, sources } = await bundle
      for (const source of sources) this.addWatchFile(source)
      return `export default ${JSON.stringify(path)}`
    },
    watchChange() {
      bundles.clear()
    },
  }
}

async function bundleOf(worker: string): Promise<Bundle> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    // As in the program: only what has native parts stays outside.
    ssr: { noExternal: true, external: Object.keys(dependencies) },
    build: {
      ssr: worker,
      write: false,
      // Named after their content: what Node has compiled of them is good for the next time.
      rolldownOptions: { output: { entryFileNames: '[name]-[hash].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  })
  const chunks = (built as Rolldown.RolldownOutput).output.filter((part) => part.type === 'chunk')
  mkdirSync(BUNDLES, { recursive: true })
  for (const { fileName, code } of chunks) place(join(BUNDLES, fileName), code)
  const sources = chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => existsSync(id))
  return { path: join(BUNDLES, chunks[0]!.fileName), sources }
}

/** A file is there whole or not at all: other tests may be about to read it. */
function place(file: string, text: string): void {
  if (existsSync(file)) return
  const part = `${file}.${process.pid}`
  writeFileSync(part, text)
  renameSync(part, file)
}
