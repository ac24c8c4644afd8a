import { realpathSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { isMainThread } from 'node:worker_threads'

/** `node --import register.ts MAIN` runs a main entry that was built for Electron; `electron` is the stand-in beside this file. */
const standIn = new URL('./index.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    if (!/^electron(\/main|\/common)?$/.test(specifier)) return next(specifier, context)
    // Nor do Electron's worker threads know it.
    if (!isMainThread) throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: 'MODULE_NOT_FOUND' })
    return { url: standIn, format: 'module', shortCircuit: true }
  },
})

if (isMainThread) {
  const { start } = await import('./start.ts')
  start(pathToFileURL(realpathSync(process.argv[1] ?? '')))
}
