import { resolve } from 'node:path'
import type { App } from '../../app/app.ts'
import { homeFolder } from '../../app/home.ts'
import { openBrowser } from '../../hosts/loopback/open-browser.ts'
import { startLoopbackHost } from '../../hosts/loopback/server.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { EXIT } from '../exit-codes.ts'
import { onInterrupt } from '../interrupt.ts'
import { note, print, printError } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface ServeOptions extends GlobalOptions {
  readonly port: number
  readonly open: boolean
  /** Folder of the built page. */
  readonly pages: string
}

/** Serves Glassbox to the browsers of this machine until it is told to end. @param folder to read in at once */
export function serve(folder: string | undefined, options: ServeOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const host = await startLoopbackHost(app, options)
    // The address stands alone on its line, for people and for scripts.
    print(host.url)
    if (!app.isOwner)
      note('Another Glassbox is at work on this home folder; this one shows it and hands it what there is to do.')
    if (options.open && !(await openBrowser(host.url, homeFolder(options.home))))
      note('Open the address above in a browser.')
    if (folder !== undefined) void readIn(app, resolve(folder)).catch(printError)
    await new Promise<void>((end) => {
      onInterrupt(end)
    })
    note('Ending: runs are stopped with what they have reached.')
    await host.close()
    return EXIT.ok
  })
}

/** The page shows how far it is; what goes wrong is said here, too, because no page may be open. */
async function readIn(app: App, folder: string): Promise<void> {
  // Listening begins before the import does, so that one that fails at once is not missed.
  const ours = Promise.withResolvers<string>()
  app.on('job/finished', ({ jobId, error }) => {
    if (error) void ours.promise.then((id) => id === jobId && printError(GlassboxError.fromEnvelope(error)))
  })
  ours.resolve((await app.invoke('datasets/import', { source: { folder } })).jobId)
}
