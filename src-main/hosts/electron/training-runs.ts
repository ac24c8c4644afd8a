import type { App } from '../../app/app.ts'

/** Tells which runs train, at every change. */
export function followTraining(app: App, listener: (ids: readonly string[]) => void): void {
  const ids = new Set<string>()
  app.on('run/changed', ({ id, status }) => {
    if (status === 'running') ids.add(id)
    else ids.delete(id)
    listener([...ids])
  })
}
