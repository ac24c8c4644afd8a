import { homeFolder } from '../../app/home.ts'
import { openBrowser } from '../../hosts/loopback/open-browser.ts'
import { startLoopbackHost } from '../../hosts/loopback/server.ts'
import { EXIT } from '../exit-codes.ts'
import { onInterrupt } from '../interrupt.ts'
import { note, print } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface ServeOptions extends GlobalOptions {
  readonly port: number
  readonly open: boolean
  /** Folder of the built page. */
  readonly pages: string
}

/** Serves Glassbox to the browsers of this machine until it is told to end. */
export function serve(options: ServeOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const host = await startLoopbackHost(app, options)
    // The address stands alone on its line, for people and for scripts.
    print(host.url)
    if (!app.isOwner)
      note('Another Glassbox is at work on this home folder; this one shows it and hands it what there is to do.')
    if (options.open && !(await openBrowser(host.url, homeFolder(options.home))))
      note('Open the address above in a browser.')
    await new Promise<void>((resolve) => {
      onInterrupt(resolve)
    })
    note('Ending: runs are stopped with what they have reached.')
    await host.close()
    return EXIT.ok
  })
}
