import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { EXIT } from '../exit-codes.ts'
import { print, printJson, visible } from '../output.ts'
import { Progress } from '../progress.ts'
import { finishJob } from '../wait.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface ExportOptions extends GlobalOptions {
  readonly out: string
  readonly withPaths?: boolean
}

/** Writes runs with everything that belongs to them into one file. */
export function runsExport(names: readonly string[], options: ExportOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const runs: { id: string; name: string }[] = []
    for (const run of names) {
      const { id, name } = await app.invoke('runs/find', { run })
      if (!runs.some((other) => other.id === id)) runs.push({ id, name })
    }
    const file = resolve(options.out)
    const progress = new Progress()
    await finishJob(
      app,
      () => app.invoke('runs/export', { ids: runs.map(({ id }) => id), file, withPaths: options.withPaths === true }),
      ({ done, total }) => progress.bar(total > 0 ? done / total : 0, `writing ${done} of ${total}`),
    ).finally(() => progress.clear())
    const { size: bytes } = await stat(file)
    if (options.json) printJson({ file, bytes, runs })
    else print(visible(`${runs.map(({ name }) => name).join(', ')} written to ${file} (${bytes} bytes)`))
    return EXIT.ok
  })
}
