import { App } from '../app/app.ts'
import { homeFolder } from '../app/home.ts'
import { EXIT } from './exit-codes.ts'
import { onInterrupt } from './interrupt.ts'

export interface GlobalOptions {
  readonly home?: string
  readonly json?: boolean
}

/** Opens the home folder for one command and closes it again, whatever happens: at the end, or when it is interrupted. */
export async function withApp(
  options: GlobalOptions,
  purpose: 'read' | 'write',
  work: (app: App) => Promise<number>,
): Promise<number> {
  const interrupted = Promise.withResolvers<number>()
  const release = onInterrupt(() => interrupted.resolve(EXIT.interrupted))
  try {
    const app = await App.open(homeFolder(options.home), purpose)
    // What an interrupted command still fails with, because everything is being closed, is no error of its own.
    return await Promise.race([interrupted.promise, work(app)]).finally(() => app.close())
  } finally {
    release()
  }
}
