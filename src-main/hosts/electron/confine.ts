import { app, BrowserWindow, session, type Session, type WebContents } from 'electron'
import { countOutgoing } from '../../outgoing.ts'
import { openExternalSafely } from './open-external.ts'
import { isOurs } from './scheme.ts'

/** Copying text, and nothing else: no camera, no place, no notifications of the page's own. */
const GRANTED = new Set(['clipboard-sanitized-write'])
/** What never leaves the process, and the developer tools. */
const INTERNAL = new Set(['glassbox:', 'blob:', 'data:', 'devtools:'])

/** To be called before Electron is ready. */
export function confineProcess(): void {
  app.enableSandbox()
  // Chromium itself looks up no name and reaches no address: not for spelling, safety lists, certificates or updates.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  app.commandLine.appendSwitch('disable-background-networking')
  app.on('web-contents-created', (_event, contents) => confineContents(contents))
}

/** Denies permissions, and every request that is not for our own page. */
export function confineSession(confined: Session = session.defaultSession): void {
  confined.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(GRANTED.has(permission) && isOurs(requestingUrl))
  })
  confined.setPermissionCheckHandler((_contents, permission, origin) => GRANTED.has(permission) && isOurs(origin))
  confined.setDevicePermissionHandler(() => false)
  confined.setSpellCheckerEnabled(false)
  confined.webRequest.onBeforeRequest(({ url }, answer) => {
    const cancel = !INTERNAL.has(new URL(url).protocol)
    if (cancel) countOutgoing()
    answer({ cancel })
  })
}

/** Keeps a window on our page: no other address, no second window, no guest inside it. */
function confineContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (!isOurs(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  // A page could otherwise reach addresses over UDP, which no request handler sees.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  contents.setWindowOpenHandler(({ url }) => {
    const window = BrowserWindow.fromWebContents(contents)
    if (window) void openExternalSafely(url, window)
    return { action: 'deny' }
  })
}
