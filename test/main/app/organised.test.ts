import { expect, test } from 'vitest'
import { importFolder, openApp, runOver, smallConfig, trainToEnd } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('runs are sorted into experiments and pinned; their last figures and what differs are told beside them', async () => {
  const app = await openApp(await temporaryFolder())
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 12))
  const first = await trainToEnd(app, smallConfig(source, { set: [['training.epochs', 3]] }))
  const second = await trainToEnd(
    app,
    smallConfig(source, {
      set: [
        ['training.epochs', 2],
        ['training.optimizer.learningRate', 0.25],
        ['training.labelSmoothing', 0.1],
      ],
    }),
  )
  const changed: unknown[] = []
  app.on('run/changed', ({ id, experiment }) => changed.push([id, experiment]))
  const edited = await app.invoke('runs/edit', {
    id: first.runId,
    experiment: ' widths ',
    isPinned: true,
    note: '*wide*',
  })
  expect(edited).toMatchObject({ experiment: 'widths', isPinned: true, note: '*wide*' })
  expect(changed).toEqual([[first.runId, 'widths']])
  await expect(app.invoke('runs/edit', { id: first.runId, experiment: ' ' })).rejects.toThrow()

  const [newest, oldest] = await app.invoke('runs/list', {})
  expect(oldest).toMatchObject({ id: first.runId, experiment: 'widths', isPinned: true })
  expect(newest).toMatchObject({
    id: second.runId,
    experiment: null,
    isPinned: false,
    learningRate: 0.25,
    batchSize: 8,
  })
  const history = await app.invoke('runs/history', { id: first.runId })
  expect(oldest!.last).toEqual({
    ...{ loss: history.loss[2], accuracy: history.accuracy[2] },
    ...{ val_loss: history.val_loss[2], val_accuracy: history.val_accuracy[2] },
    ...{ mae: null, val_mae: null },
  })

  const { ids, keptBytes, settings } = await app.invoke('runs/columns', {})
  expect(ids).toEqual([second.runId, first.runId])
  const { kept } = await app.invoke('runs/get', { id: second.runId })
  expect(keptBytes[0]).toBe(kept.reduce((sum, { bytes }) => sum + bytes, 0))
  const shown = settings.map(({ path, values, index }) => [path, ...Array.from(index, (at) => values[at] ?? null)])
  expect(shown.sort()).toEqual([
    ['training.epochs', '2', '3'],
    ['training.labelSmoothing', '0.1', '0'],
    ['training.optimizer.learningRate', '0.25', '0.001'],
  ])
  expect((await app.invoke('runs/edit', { id: first.runId, experiment: null })).experiment).toBeNull()
})

test('a run that was stopped in its first step has no last figures and no size of its own', async () => {
  const app = await openApp(await temporaryFolder())
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 12))
  const { runId } = await app.invoke('runs/start', { config: smallConfig(source), preset: null })
  const over = runOver(app, runId)
  await app.invoke('runs/stop', { id: runId })
  await over
  const [run] = await app.invoke('runs/list', {})
  if (run!.epochsDone === 0) expect(run).toMatchObject({ last: null, metrics: { validation: null } })
})
