import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { finishJob } from '../../../src-main/cli/wait.ts'
import type { App } from '../../../src-main/app/app.ts'
import { importFolder, openApp, runOver, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function trained(epochs = 5) {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const folder = await stripesFolder(await temporaryFolder(), 30)
  const source = await importFolder(app, folder)
  const config = smallConfig(source, { set: [['training.epochs', epochs]] })
  const { runId } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  await runOver(app, runId)
  return { app, home, folder, source, config, runId }
}

async function verify(app: App, id: string, last?: number) {
  const { verification } = await finishJob(
    app,
    () => app.invoke('runs/verify', { id, threads: 2, ...(last && { last }) }),
    () => undefined,
  )
  return verification!
}

/** Turns one pixel of a picture around. */
async function changePixel(file: string): Promise<void> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
  data[0] = 255 - data[0]!
  await sharp(data, { raw: info }).png().toFile(`${file}.new`)
  await cp(`${file}.new`, file)
}

test('a run carried out once more is equal, wholly and in its last epochs', async () => {
  const { app, runId } = await trained()
  const run = await app.invoke('runs/get', { id: runId })
  expect(run.receipt).toMatchObject({ version: 1, seed: 1, epochs: 5, weights: run.weightsSha256, start: null })
  expect(run.receipt?.environment.build).toMatch(/^[0-9a-f]{64}$/)
  expect(await verify(app, runId)).toMatchObject({
    ...{ verdict: 'equal', from: 0, to: 5, firstDifference: null, notes: [] },
    weights: { expected: run.weightsSha256, actual: run.weightsSha256 },
    data: { changedCount: 0 },
  })
  const part = await verify(app, runId, 2)
  // Epochs of less than a second are not all kept: it begins at the newest one before.
  expect(part).toMatchObject({ verdict: 'equal', to: 5 })
  expect([1, 2, 3]).toContain(part.from)
})

test('after one pixel was changed it says which picture, and which epoch differs first', async () => {
  const { app, runId, source, folder } = await trained()
  const { items } = await app.invoke('datasets/items', { id: source })
  const item = items.find(({ split }) => split === 'train')!
  await changePixel(join(folder, ...item.path.split('/')))
  const found = await verify(app, runId)
  expect(found).toMatchObject({ verdict: 'different', data: { changed: [item.path], changedCount: 1 } })
  expect(found.firstDifference?.epoch).toBe(1)
  expect(found.data.actual).not.toBe(found.data.expected)
  expect(found.message).toContain('epoch 1')
})

test('a pixel of a test picture changes no epoch, and is told all the same', async () => {
  const { app, runId, source, folder } = await trained()
  const { items } = await app.invoke('datasets/items', { id: source })
  const item = items.find(({ split }) => split === 'test')!
  await changePixel(join(folder, ...item.path.split('/')))
  const found = await verify(app, runId)
  expect(found).toMatchObject({ verdict: 'different', firstDifference: null, data: { changed: [item.path] } })
})

test('a number of the history that is another one is found in its epoch', async () => {
  const { app, home, runId } = await trained()
  await app.close()
  const { openForWriting } = await import('../../../src-main/storage/open.ts')
  const db = openForWriting(home)
  const bytes = db
    .prepare<[string], Buffer>(`SELECT "values" FROM metric_chunks WHERE run_id = ? AND series = 'val_loss'`)
    .pluck()
    .get(runId)!
  bytes.writeDoubleLE(bytes.readDoubleLE(24) + 1e-15, 24)
  db.prepare(`UPDATE metric_chunks SET "values" = ? WHERE run_id = ? AND series = 'val_loss'`).run(bytes, runId)
  db.close()
  const again = await openApp(home)
  expect(await verify(again, runId)).toMatchObject({
    verdict: 'different',
    firstDifference: { epoch: 4, what: 'val_loss' },
  })
})

test('what another processor computed is not comparable, and another build proves nothing', async () => {
  const { app, home, runId } = await trained()
  const { receipt } = await app.invoke('runs/get', { id: runId })
  await app.close()
  const { openForWriting } = await import('../../../src-main/storage/open.ts')
  const store = (changed: object): void => {
    const db = openForWriting(home)
    const environment = { ...receipt!.environment, ...changed }
    db.prepare('UPDATE runs SET receipt = ? WHERE id = ?').run(JSON.stringify({ ...receipt, environment }), runId)
    db.close()
  }
  store({ fusedMultiplyAdd: !receipt!.environment.fusedMultiplyAdd })
  const first = await openApp(home)
  expect(await verify(first, runId)).toMatchObject({ verdict: 'notComparable', weights: { actual: '' } })
  await first.close()
  store({ build: 'f'.repeat(64) })
  const second = await openApp(home)
  const found = await verify(second, runId)
  expect(found.verdict).toBe('equal')
  expect(found.notes.join()).toContain('another build')
})

test('a fork is verified from where it began; a run under way or without an epoch has nothing to verify', async () => {
  const { app, runId, config } = await trained(3)
  const longer = { ...config, training: { ...config.training, epochs: 6 } }
  const { runId: child } = await app.invoke('runs/start', {
    ...{ config: longer, preset: null, threads: 1 },
    from: { runId, checkpoint: 'last' },
  })
  await runOver(app, child)
  expect(await verify(app, child)).toMatchObject({ verdict: 'equal', from: 3, to: 6 })
  const endless = { ...config, training: { ...config.training, epochs: 100_000 } }
  const { runId: running } = await app.invoke('runs/start', { config: endless, preset: null })
  await expect(verify(app, running)).rejects.toMatchObject({ code: 'run/wrong-state' })
})
