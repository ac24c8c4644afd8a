import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

/** Electron's program for Linux brings the system's GLib along; its worker threads do not even say that they are Electron's. */
const besideGlib =
  process.platform === 'linux' && readFileSync('/proc/self/maps', 'latin1').includes('/libgobject-2.0.so')

// The system's GLib and the one inside sharp's native library get mixed up, and the first picture crashes the process.
// Where the native library cannot be loaded, sharp takes its WebAssembly build.
if (besideGlib)
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier.startsWith('@img/sharp-linux')) throw new Error(`${specifier} does not work beside another GLib`)
      return nextResolve(specifier, context)
    },
  })

/** sharp, by the build that works in this process. */
export const { default: sharp } = await import('sharp')
