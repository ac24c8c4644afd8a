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
  let interrupted = false
  let app: App | null = null
  const release = onInterrupt(() => {
    interrupted = true
    void app?.close()
  })
  try {
    app = await App.open(homeFolder(options.home), purpose)
    if (interrupted) return EXIT.interrupted
    return await work(app)
  } catch (error) {
    // What fails because everything is being closed is no error of its own.
    if (interrupted) return EXIT.interrupted
    throw error
  } finally {
    release()
    await app?.close()
  }
}
