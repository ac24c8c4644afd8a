import { resolve } from 'node:path'
import { findDataset } from '../../data-source.ts'
import { EXIT } from '../../exit-codes.ts'
import { print, printJson, visible } from '../../output.ts'
import { Progress } from '../../progress.ts'
import { finishJob } from '../../wait.ts'
import { withApp, type GlobalOptions } from '../../with-app.ts'

/** Says where the files of a data set are now; they are recognised by their content. */
export function dataRelink(data: string, folder: string, options: GlobalOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const { id, name } = await findDataset(app, data)
    const progress = new Progress()
    await finishJob(
      app,
      () => app.invoke('datasets/relink', { id, folder: resolve(folder) }),
      ({ done, total }) => progress.bar(total > 0 ? done / total : 0, `looking ${done}/${total}`),
    ).finally(() => progress.clear())
    const now = (await app.invoke('datasets/get', { id })).folder
    if (options.json) printJson({ id, folder: now })
    else print(`All files of ${visible(name)} are found in ${visible(now ?? '')}.`)
    await app.whenIdle()
    return EXIT.ok
  })
}

/** Takes a data set off the list; runs that used it keep it. */
export function dataDelete(data: string, options: GlobalOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const { id, name } = await findDataset(app, data)
    await app.invoke('datasets/delete', { id })
    if (options.json) printJson({ deleted: id })
    else print(`${visible(name)} is deleted. To bring it back: glassbox data restore ${id}`)
    return EXIT.ok
  })
}

/** Brings a deleted data set back. */
export function dataRestore(id: string, options: GlobalOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    await app.invoke('datasets/restore', { id })
    const { name } = await app.invoke('datasets/get', { id })
    if (options.json) printJson({ restored: id })
    else print(`${visible(name)} is back.`)
    return EXIT.ok
  })
}
