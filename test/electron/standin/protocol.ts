import type { CustomScheme, Protocol } from 'electron'
import { readiness } from './readiness.ts'
import { handlers, registerSchemes } from './scheme.ts'
import { strict } from './strict.ts'

type Known = Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'>

const known: Known = {
  registerSchemesAsPrivileged(schemes: CustomScheme[]) {
    if (readiness.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    registerSchemes(schemes)
  },
  handle(scheme, handler) {
    readiness.require('protocol.handle')
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    // The standard Request is declared once by Electron and once by Node.
    handlers.set(scheme, handler)
  },
  unhandle(scheme) {
    if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`)
  },
  isProtocolHandled: (scheme) => handlers.has(scheme),
}

export const protocol = strict('protocol', known)
