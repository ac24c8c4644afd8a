import { registerHooks } from 'node:module'

// Electron for Linux brings the system's GLib into the process; the one inside sharp's native library gets mixed up with
// it and crashes at the first picture. Where the native library cannot be loaded, sharp takes its WebAssembly build.
if (process.versions.electron && process.platform === 'linux')
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier.startsWith('@img/sharp-linux')) throw new Error(`${specifier} does not work inside Electron`)
      return nextResolve(specifier, context)
    },
  })

/** sharp, by the build that works in this process. */
export const { default: sharp } = await import('sharp')
