import type { DownloadItem, WebContents } from 'electron'
import type { Download } from 'playwright-core'
import { KnownEmitter } from './emitter.ts'
import { fromBrowser } from './scheme.ts'
import { defaultSession } from './session.ts'
import { strict } from './strict.ts'

type Known = Pick<DownloadItem, 'getURL' | 'getFilename' | 'setSavePath' | 'getSavePath' | 'cancel'>

class DownloadStandIn extends KnownEmitter implements Known {
  private readonly download: Download
  private path = ''
  cancelled = false

  constructor(download: Download) {
    super('downloadItem', ['done', 'updated'])
    this.download = download
  }
  getURL(): string {
    return fromBrowser(this.download.url())
  }
  getFilename(): string {
    return this.download.suggestedFilename()
  }
  setSavePath(path: string): void {
    this.path = path
  }
  getSavePath(): string {
    return this.path
  }
  cancel(): void {
    this.cancelled = true
  }
}

/** Asks `will-download`, and keeps what it is given a place for. Nobody is asked for a place here. */
export async function receive(download: Download, contents: WebContents): Promise<void> {
  const item = new DownloadStandIn(download)
  const session = defaultSession() as unknown as KnownEmitter
  const wanted = session.ask('will-download', {}, strict('downloadItem', item), contents)
  const path = item.getSavePath()
  if (!wanted || item.cancelled || path === '') {
    await download.cancel()
    return void item.ask('done', {}, 'cancelled')
  }
  await download.saveAs(path)
  item.ask('done', {}, 'completed')
}
