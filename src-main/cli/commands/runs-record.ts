import type { App } from '../../app/app.ts'
import { GlassboxError } from '../../contract/errors.ts'
import type { RunSummary } from '../../contract/types.ts'
import { EXIT } from '../exit-codes.ts'
import { figures } from '../figures.ts'
import { duration, note, print, printJson, visible } from '../output.ts'
import { Progress } from '../progress.ts'
import { finishJob } from '../wait.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface TagOptions extends GlobalOptions {
  readonly remove?: boolean
}

/** Marks a run with words to find it by, or takes them away. */
export function runsTag(name: string, tags: readonly string[], options: TagOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const { id } = await app.invoke('runs/find', { run: name })
    const run = await app.invoke('runs/edit', {
      id,
      ...(options.remove ? { removeTags: [...tags] } : { addTags: [...tags] }),
    })
    if (options.json) printJson({ id, tags: run.tags })
    else
      print(`${visible(run.name)}: ${run.tags.length > 0 ? run.tags.map((tag) => visible(tag)).join(', ') : 'no tags'}`)
    return EXIT.ok
  })
}

export interface EditOptions extends GlobalOptions {
  readonly name?: string
  readonly note?: string
  /** False takes it out of the one it is in. */
  readonly experiment?: string | false
  readonly pin?: boolean
}

/** Changes what is said about runs: their names, notes and experiments, and whether they are pinned. */
export function runsEdit(names: readonly string[], options: EditOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const { name, note: text, experiment, pin } = options
    if ([name, text, experiment, pin].every((option) => option === undefined))
      throw new GlassboxError('input/invalid', 'Nothing was said that is to be changed.', {
        hint: 'Give --name, --note, --experiment or --pin.',
      })
    const runs = await found(app, names, false)
    const edited: RunSummary[] = []
    for (const { id } of runs)
      edited.push(
        await app.invoke('runs/edit', {
          ...{ id, name, note: text, isPinned: pin },
          experiment: experiment === false ? null : experiment,
        }),
      )
    if (options.json)
      printJson(
        edited.map(({ id, name: called, note: said, experiment: of, isPinned }) => ({
          id,
          name: called,
          note: said,
          experiment: of,
          isPinned,
        })),
      )
    else print(`${counted(edited.length)} changed.`)
    return EXIT.ok
  })
}

/** Moves runs to the trash; `runs restore` fetches them back until `runs gc --empty-trash`. */
export function runsDelete(names: readonly string[], options: GlobalOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const runs = await found(app, names, false)
    await app.invoke('runs/delete', { ids: runs.map(({ id }) => id) })
    if (options.json) printJson({ deleted: runs.map(({ id }) => id) })
    else
      print(
        `${counted(runs.length)} moved to the trash. Fetch back with: glassbox runs restore ${runs.map(({ id }) => id).join(' ')}`,
      )
    return EXIT.ok
  })
}

export function runsRestore(names: readonly string[], options: GlobalOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const runs = await found(app, names, true)
    await app.invoke('runs/restore', { ids: runs.map(({ id }) => id) })
    if (options.json) printJson({ restored: runs.map(({ id }) => id) })
    else print(`${counted(runs.length)} restored.`)
    return EXIT.ok
  })
}

/** Which run came from which: forks and rewinds under the run they began with, runs of the same group together. */
export function runsTree(options: GlobalOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const runs = (await app.invoke('runs/list', {})).toReversed()
    if (options.json) {
      printJson(runs.map(({ id, name, parent, groupId, status }) => ({ id, name, status, parent, groupId })))
      return EXIT.ok
    }
    const ids = new Set(runs.map(({ id }) => id))
    const show = (run: RunSummary, indent: string): void => {
      const { parent } = run
      const whence = parent ? (parent.epoch === 0 ? 'same first weights, ' : `from epoch ${parent.epoch}, `) : ''
      print(
        `${indent}${run.id}  ${visible(run.name)}  (${whence}${run.status}, ${run.epochsDone}/${run.epochs}, validation ${figures(run.metrics.validation)})`,
      )
      for (const child of runs) if (child.parent?.runId === run.id) show(child, `${indent}  `)
    }
    for (const run of runs) if (!run.parent || !ids.has(run.parent.runId)) show(run, '')
    return EXIT.ok
  })
}

export interface GcOptions extends GlobalOptions {
  readonly emptyTrash?: boolean
}

/** Deletes what nothing refers to and gives the space back; the trash only when asked. */
export function runsGc(options: GcOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const before = (await app.invoke('storage/info', {})).database
    const gone = options.emptyTrash ? await app.invoke('runs/empty-trash', {}) : { runs: 0, bytes: 0 }
    const progress = new Progress()
    await finishJob(
      app,
      () => app.invoke('storage/compact', {}),
      ({ done, total, secondsLeft }) =>
        progress.bar(
          done / Math.max(1, total),
          `compacting${secondsLeft === null ? '' : `  ${duration(secondsLeft)} left`}`,
        ),
    )
    progress.clear()
    const after = await app.invoke('storage/info', {})
    const freed = Math.max(0, before - after.database)
    if (options.json)
      printJson({ deleted: gone.runs, freedBytes: freed, databaseBytes: after.database, inTrash: after.trash.runs })
    else {
      print(
        `${gone.runs > 0 ? `${counted(gone.runs)} deleted for good. ` : ''}${freed} bytes given back, ${after.database} bytes in use.`,
      )
      if (after.trash.runs > 0)
        note(
          `${counted(after.trash.runs)} in the trash; --empty-trash deletes ${after.trash.runs === 1 ? 'it' : 'them'} for good.`,
        )
    }
    return EXIT.ok
  })
}

const found = (app: App, names: readonly string[], inTrash: boolean): Promise<RunSummary[]> =>
  Promise.all(names.map((run) => app.invoke('runs/find', { run, inTrash })))

const counted = (count: number): string => (count === 1 ? '1 run' : `${count} runs`)
