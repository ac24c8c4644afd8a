import { App } from '../app/app.ts'
import { homeFolder } from '../app/home.ts'

export interface GlobalOptions {
  readonly home?: string
  readonly json?: boolean
}

/** Opens the home folder for one command and closes it again, whatever happens. */
export async function withApp<T>(options: GlobalOptions, work: (app: App) => Promise<T>): Promise<T> {
  const app = await App.open(homeFolder(options.home))
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}
