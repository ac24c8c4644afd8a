import type { NativeTheme } from 'electron'
import { KnownEmitter } from './emitter.ts'
import { strict } from './strict.ts'
import { windows } from './windows.ts'

class NativeThemeStandIn extends KnownEmitter implements Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'> {
  private source: NativeTheme['themeSource'] = 'system'

  constructor() {
    super('nativeTheme', ['updated'])
  }
  get themeSource(): NativeTheme['themeSource'] {
    return this.source
  }
  set themeSource(source) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`Error processing argument "themeSource"`)
    if (source === this.source) return
    this.source = source
    for (const window of windows) window.contentsOf().showTheme(this.mediaFeature)
    this.emit('updated')
  }
  /** The system here is a light one. */
  get shouldUseDarkColors(): boolean {
    return this.source === 'dark'
  }
  /** What pages are told to prefer. */
  get mediaFeature(): 'light' | 'dark' {
    return this.shouldUseDarkColors ? 'dark' : 'light'
  }
}

export const nativeTheme = strict('nativeTheme', new NativeThemeStandIn())
