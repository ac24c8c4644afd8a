import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import type { WebPreferences } from 'electron'
import { createCodec } from './clone.ts'
import { createBridge } from './page/bridge.ts'
import { isolatedWorld, type WorldSettings } from './page/isolated-world.ts'
import { mainWorld } from './page/main-world.ts'
import { strict } from './strict.ts'

/** The world that preloads run in, and the one function in it that leads out of the page. */
export const WORLD = 'Electron Isolated Context'
export const BINDING = '__standIn'

/** The two scripts that run before any of a page's own, in every frame: beside them, and in the isolated world. */
export function pageScripts(preferences: WebPreferences): { main: string; isolated: string } {
  const [toMain, toIsolated] = [randomUUID(), randomUUID()]
  const settings: WorldSettings = {
    contextIsolation: preferences.contextIsolation ?? true,
    process: {
      type: 'renderer',
      platform: process.platform,
      arch: process.arch,
      versions: { ...process.versions },
      argv: [process.execPath, ...(preferences.additionalArguments ?? [])],
      sandboxed: preferences.sandbox ?? true,
      contextIsolated: preferences.contextIsolation ?? true,
    },
  }
  return {
    main: `(${text(mainWorld)})((${text(createBridge)})('${toIsolated}', '${toMain}'))`,
    isolated: `(() => {
      const binding = globalThis.${BINDING}
      const world = (${text(isolatedWorld)})(
        ${JSON.stringify(settings)}, (${text(createCodec)})(), (${text(createBridge)})('${toMain}', '${toIsolated}'), ${text(strict)}, binding)
      globalThis.${BINDING} = world.receive
      if (window !== top && !${preferences.nodeIntegrationInSubFrames === true}) return
      try { ${preloadCall(preferences.preload)} }
      catch (error) { world.failed(error) }
    })()`,
  }
}

// The functions stand on nothing outside of themselves.
const text = (script: (...args: never[]) => unknown): string => script.toString()

/** A file that is missing or cannot be read as a script fails in the page, where Electron says so too. */
function preloadCall(path: string | undefined): string {
  if (path === undefined) return ''
  try {
    const code = `(function (require, process, exports, module) {${readFileSync(path, 'utf8')}\n})`
    new Script(code, { filename: path })
    return `const module = { exports: {} }; (${code})(world.require, world.process, module.exports, module)`
  } catch (error) {
    return `throw new Error(${JSON.stringify(String(error))})`
  }
}
