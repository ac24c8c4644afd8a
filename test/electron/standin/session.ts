import type { HIDDevice, Session, WebContents } from 'electron'
import { browser } from './browser.ts'
import { KnownEmitter } from './emitter.ts'
import type { Frame } from './frames.ts'
import { protocol } from './protocol.ts'
import { readiness } from './readiness.ts'
import { record } from './records.ts'
import { strict } from './strict.ts'
import { webRequest } from './web-request.ts'

type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0]
type DeviceHandler = Parameters<Session['setDevicePermissionHandler']>[0]
type Known = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'setSpellCheckerDictionaryDownloadURL'
  | 'isSpellCheckerEnabled'
>

let onRequest: RequestHandler = null
let onCheck: CheckHandler = null

class SessionStandIn extends KnownEmitter implements Known {
  readonly webRequest = webRequest.surface
  readonly protocol = protocol
  private spellChecker = true

  constructor() {
    super('session', ['will-download'])
    return strict('session', this)
  }
  setPermissionRequestHandler(handler: RequestHandler): void {
    onRequest = handler
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    onCheck = handler
  }
  /** Pages here have no devices: what would be said of one is written down. */
  setDevicePermissionHandler(handler: DeviceHandler): void {
    const device: HIDDevice = { deviceId: '1', name: 'example', vendorId: 1, productId: 1, collections: [] }
    const granted = handler?.({ deviceType: 'hid', origin: 'https://example.invalid', device }) ?? null
    record((records) => (records.devices = granted))
  }
  // Nor a screen to give; that there is a handler changes nothing.
  setDisplayMediaRequestHandler(): void {}
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled
  }
  isSpellCheckerEnabled(): boolean {
    return this.spellChecker
  }
  setSpellCheckerDictionaryDownloadURL(): void {}
}

let only: SessionStandIn | undefined

/** @throws {Error} before the application is ready. */
export function defaultSession(): Session {
  readiness.require('Session')
  return (only ??= new SessionStandIn()) as unknown as Session
}

export const session = strict('session', {
  get defaultSession() {
    return defaultSession()
  },
})

export const permissions = {
  /** Asks the application's handler; without one everything is granted, as in Electron. */
  async ask(contents: WebContents, permission: string, check: boolean, frame: Frame): Promise<boolean> {
    const details = { requestingUrl: frame.url, isMainFrame: frame.parent === null }
    if (check) return onCheck?.(contents, permission as never, frame.origin, details) ?? true
    const handler = onRequest
    const granted =
      !handler || (await new Promise<boolean>((decide) => handler(contents, permission as never, decide, details)))
    if (granted) await browser.allow(permission, frame.browserOrigin)
    return granted
  },
}
