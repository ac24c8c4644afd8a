import { resolve } from 'node:path'
import type { App } from '../../app/app.ts'
import { EXIT } from '../exit-codes.ts'
import { print, printJson, table } from '../output.ts'
import { Progress } from '../progress.ts'
import { finishJob } from '../wait.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

/** Names of all runs by their ids, of those in the trash too. */
async function namesOf(app: App): Promise<Map<string, string>> {
  const runs = [...(await app.invoke('runs/list', {})), ...(await app.invoke('runs/trash', {}))]
  return new Map(runs.map(({ id, name }) => [id, name]))
}

/** Takes in the runs of a file. */
export function runsImport(file: string, options: GlobalOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const before = await namesOf(app)
    const progress = new Progress()
    const { runIds } = await finishJob(
      app,
      // Whoever owns the home folder may have another working folder.
      () => app.invoke('runs/import', { file: resolve(file) }),
      ({ done, total }) => progress.bar(total > 0 ? done / total : 0, `checking ${done} of ${total}`),
    ).finally(() => progress.clear())
    const now = await namesOf(app)
    const runs = (runIds ?? []).map((id) => ({
      ...{ id, name: now.get(id) ?? '' },
      status: before.has(id) ? 'already there' : 'added',
    }))
    if (options.json) printJson({ runs })
    else print(table(runs.map(({ id, name, status }) => [id, name, status])))
    await app.whenIdle()
    return EXIT.ok
  })
}
