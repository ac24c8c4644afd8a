import type { Shell } from 'electron'
import { record } from './records.ts'
import { strict } from './strict.ts'

/** Nothing is opened, everything is written down. */
export const shell = strict('shell', {
  async openExternal(url) {
    record(({ opened }) => opened.push({ how: 'external', target: url }))
  },
  async openPath(path) {
    record(({ opened }) => opened.push({ how: 'path', target: path }))
    return ''
  },
  showItemInFolder(path) {
    record(({ opened }) => opened.push({ how: 'folder', target: path }))
  },
} satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>)
