import type { App } from '../../app/app.ts'
import type { RunSummary } from '../../contract/types.ts'

/** Tells which runs train, at every change; also of those that another process on the home folder had started before. */
export async function followTraining(app: App, listener: (ids: readonly string[]) => void): Promise<void> {
  const ids = new Set<string>()
  const note = ({ id, status }: Pick<RunSummary, 'id' | 'status'>): void => {
    if (status === 'running') ids.add(id)
    else ids.delete(id)
    listener([...ids])
  }
  app.on('run/changed', note)
  for (const run of await app.invoke('runs/list', {})) if (run.status === 'running') note(run)
}
