import type { Bridge } from './bridge.ts'

/** What `exposeInMainWorld` sends: an object of names that can be called, and plain values. */
export type Exposed =
  | { kind: 'function'; name: string }
  | { kind: 'object'; properties: [string, Exposed][] }
  | { kind: 'value'; value: unknown }

/**
 * The half of the stand-in that lives beside the page's own scripts, and runs before them: it puts there what the preload
 * exposes, and asks the main process where Electron would. Self-contained.
 */
export function mainWorld(bridge: Bridge): void {
  const make = (exposed: Exposed): unknown => {
    if (exposed.kind === 'value') return exposed.value
    if (exposed.kind === 'function') return (...args: unknown[]) => bridge.call(exposed.name, args)
    return Object.freeze(Object.fromEntries(exposed.properties.map(([key, item]) => [key, make(item)])))
  }
  bridge.provide('expose', (key: string, exposed: Exposed) => {
    if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
    Object.defineProperty(window, key, { value: make(exposed), enumerable: true })
  })

  window.open = (url = '', target = '_blank', features = '') => {
    const address = new URL(url, document.baseURI).href
    if (target === '_self' || target === '_parent' || target === '_top') location.href = address
    else bridge.call('open', [address, target, features])
    return null
  }

  const allowed = (permission: string): Promise<boolean> => bridge.call('permission', [permission]) as Promise<boolean>
  /** The browser's own method behind a question to the session's handler. */
  function guard(owner: object | undefined, method: string, permission: string): void {
    if (!owner) return
    const own = (owner as Record<string, (...args: unknown[]) => unknown>)[method]!.bind(owner)
    Object.defineProperty(owner, method, {
      value: async (...args: unknown[]) => {
        if (await allowed(permission)) return own(...args)
        throw new DOMException('Permission denied', 'NotAllowedError')
      },
    })
  }
  guard(navigator.mediaDevices, 'getUserMedia', 'media')
  guard(navigator.mediaDevices, 'getDisplayMedia', 'display-capture')
  guard(navigator.clipboard, 'read', 'clipboard-read')
  guard(navigator.clipboard, 'readText', 'clipboard-read')

  Notification.requestPermission = async () => ((await allowed('notifications')) ? 'granted' : 'denied')
  const locate = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation)
  navigator.geolocation.getCurrentPosition = (found, failed, options) => {
    const refused = { code: 1, message: 'User denied Geolocation', PERMISSION_DENIED: 1 } as GeolocationPositionError
    void allowed('geolocation').then((yes) => (yes ? locate(found, failed, options) : failed?.(refused)))
  }
  const query = navigator.permissions.query.bind(navigator.permissions)
  navigator.permissions.query = async (descriptor) => {
    const status = await query(descriptor)
    const granted = await (bridge.call('permission-check', [descriptor.name]) as Promise<boolean>)
    return Object.defineProperty(status, 'state', { value: granted ? 'granted' : 'denied' })
  }
}
