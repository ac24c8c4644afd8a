import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import { COMMAND_NAMES, DESKTOP_COMMAND_NAMES, DESKTOP_EVENT_CHANNEL, EVENT_CHANNEL } from '../../contract/names.ts'
import type { PreloadBridge } from '../../contract/desktop.ts'

/** One function per name; the channel is fixed here, so that the page cannot choose another. */
const functions = (names: readonly string[]): object =>
  Object.fromEntries(
    names.map((name) => [name, (input?: unknown): Promise<unknown> => ipcRenderer.invoke(name, input)]),
  )

/** Hands over what was sent and keeps Electron's event, which leads to its sender, on this side. */
function subscribe(channel: string, listener: (payload: never) => void): () => void {
  const receive = (_event: IpcRendererEvent, payload: unknown): void => listener(payload as never)
  ipcRenderer.on(channel, receive)
  return () => {
    ipcRenderer.removeListener(channel, receive)
  }
}

const bridge: PreloadBridge = {
  commands: functions(COMMAND_NAMES) as PreloadBridge['commands'],
  desktop: functions(DESKTOP_COMMAND_NAMES) as PreloadBridge['desktop'],
  onEvent: (listener) => subscribe(EVENT_CHANNEL, listener),
  onDesktopEvent: (listener) => subscribe(DESKTOP_EVENT_CHANNEL, listener),
  pathOf: (file) => webUtils.getPathForFile(file),
}
contextBridge.exposeInMainWorld('glassbox', bridge)
