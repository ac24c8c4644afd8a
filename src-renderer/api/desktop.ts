import { inject, type InjectionKey } from 'vue'
import type { DesktopEvent, PreloadBridge } from '../../src-main/contract/desktop.ts'
import { unwrap } from './bridge.ts'

/** The native side of the window; a browser has none. */
export interface Desktop {
  /** @returns null when it was cancelled */
  chooseFolder(): Promise<string | null>
  /** @returns paths, none when it was cancelled */
  choosePictures(): Promise<readonly string[]>
  /** @returns PNG, or null when the clipboard holds no picture */
  clipboardPicture(): Promise<Uint8Array | null>
  /** Where a dropped file or folder lies; null when it does not come from the disk. */
  pathOf(file: File): string | null
  /** Hears what the person wants, also what was wanted before the page was there. */
  listen(listener: (event: DesktopEvent) => void): void
}

export const desktopKey: InjectionKey<Desktop | null> = Symbol('desktop')
export const useDesktop = (): Desktop | null => inject(desktopKey, null)

export function desktopOver(bridge: PreloadBridge): Desktop {
  const { desktop } = bridge
  return {
    chooseFolder: async () => unwrap(await desktop['desktop/choose-folder']()),
    choosePictures: async () => unwrap(await desktop['desktop/choose-pictures']()),
    clipboardPicture: async () => unwrap(await desktop['desktop/clipboard-picture']()),
    pathOf: (file) => bridge.pathOf(file) || null,
    listen(listener) {
      bridge.onDesktopEvent(listener)
      void desktop['desktop/ready']()
    },
  }
}
