import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importFolder, openApp, smallConfig } from '../support/app.ts'
import { glassbox, startGlassbox } from '../support/glassbox.ts'
import { stripes, stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

interface Train {
  runId: string
  status: string
  epochs: number
  evaluated: string
  metrics: Record<'train' | 'validation' | 'test', { loss: number; accuracy: number; count: number }>
  weightsSha256: string
  samplesPerSecond: number
  wallSeconds: number
}
const SMALL = ['--preset', 'cnn-small', '--set', 'data.prepare.size=[16,16]', '--set', 'training.batchSize=8']

test('train, evaluate, classify and runs speak JSON of the documented shape', async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(join(await temporaryFolder(), 'stripes'), 30)
  const trained = await glassbox(['train', folder, ...SMALL, '--epochs', '8', '--seed', '3', '--json'], { home })
  expect(trained.code, trained.stderr).toBe(0)
  const result = JSON.parse(trained.stdout) as Train
  expect(result).toMatchObject({ status: 'completed', epochs: 8, evaluated: 'best' })
  expect(Object.keys(result).sort()).toEqual([
    'epochs',
    'evaluated',
    'metrics',
    'runId',
    'samplesPerSecond',
    'status',
    'wallSeconds',
    'weightsSha256',
  ])
  expect(result.metrics.train.count + result.metrics.validation.count + result.metrics.test.count).toBe(60)
  expect(result.metrics.test.accuracy).toBeGreaterThan(0.8)
  expect(trained.stderr).toMatch(
    /^epoch \d+\/8 loss \S+ accuracy \d\.\d{3} val_loss \S+ val_accuracy \d\.\d{3} \d+\.\ds$/m,
  )

  const again = await glassbox(
    ['train', folder, ...SMALL, '--epochs', '8', '--seed', '3', '--threads', '1', '--json'],
    { home },
  )
  expect((JSON.parse(again.stdout) as Train).weightsSha256).toBe(result.weightsSha256)

  const evaluated = JSON.parse((await glassbox(['evaluate', result.runId, '--json'], { home })).stdout) as {
    metrics: object
    confusion: number[][]
    classes: string[]
    items: { file: string; label: string; tensorSha256: string; top: { label: string; probability: number }[] }[]
  }
  expect(evaluated.metrics).toEqual(result.metrics.test)
  expect(evaluated.classes).toEqual(['bars', 'lines'])

  const images = evaluated.items.map(({ file }) => join(folder, file))
  const missing = join(folder, 'missing.png')
  const classified = await glassbox(['classify', result.runId, ...images, missing, '--top', '2', '--json'], { home })
  expect(classified.code).toBe(0)
  expect(JSON.parse(classified.stdout)).toEqual([
    ...evaluated.items.map(({ tensorSha256, top }, index) => ({ file: images[index], tensorSha256, top })),
    { file: missing, error: expect.objectContaining({ code: 'picture/unreadable' }) as unknown },
  ])

  const listed = JSON.parse((await glassbox(['runs', 'list', '--json'], { home })).stdout) as object[]
  expect(listed).toHaveLength(2)
  expect(listed[1]).toMatchObject({
    id: result.runId,
    name: 'cnn-small 1',
    status: 'completed',
    data: 'stripes',
    preset: 'cnn-small',
    epochs: 8,
    metrics: result.metrics,
  })
  const shown = JSON.parse((await glassbox(['runs', 'show', 'last', '--json'], { home })).stdout) as {
    config: object
    environment: object
    history: { loss: number[] }
  }
  expect(shown.environment).toMatchObject({ threads: 1, relaxedSimd: true, sharedMemory: true })
  expect((await glassbox(['runs', 'show', 'last'], { home })).stdout).toMatch(
    /^glassbox-engine \S+ on node \S+, 1 thread, (fused|separate) multiply-add, relaxed SIMD$/m,
  )
  expect(shown.history.loss).toHaveLength(8)
  // What `show` prints is what `--config` takes.
  const file = join(await temporaryFolder(), 'config.json')
  await writeFile(file, JSON.stringify(shown.config))
  const repeated = await glassbox(['train', folder, '--config', file, '--json'], { home })
  expect((JSON.parse(repeated.stdout) as Train).weightsSha256).toBe(result.weightsSha256)
})

test('data check reports and changes nothing', async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(await temporaryFolder(), 5)
  await writeFile(join(folder, 'bars', 'empty.png'), '')
  await writeFile(join(folder, 'lines', 'same.png'), await readFile(join(folder, 'bars', '0.png')))
  const { code, stdout } = await glassbox(['data', 'check', folder, '--json'], { home })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    itemCount: 11,
    skipped: [{ path: 'bars/empty.png', code: 'picture/empty' }],
    duplicates: [{ paths: ['bars/0.png', 'lines/same.png'], classes: ['bars', 'lines'] }],
  })
  expect((await glassbox(['runs', 'list'], { home })).stdout).toContain('No runs yet')
})

test('wrong usage, bad input, and what is not there have their exit codes', async () => {
  const home = await temporaryFolder()
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'only'))
  await writeFile(join(folder, 'only', 'a.png'), await stripes('bars', 1))
  const codeOf = async (...args: string[]): Promise<number | null> => (await glassbox(args, { home })).code
  expect(await codeOf('nonsense')).toBe(2)
  expect(await codeOf('train', folder, '--epochs', 'many')).toBe(2)
  expect(await codeOf('train', folder)).toBe(3)
  expect(await codeOf('train', join(folder, 'nowhere'))).toBe(4)
  expect(await codeOf('runs', 'show', 'nothing')).toBe(4)
  const twoClasses = await stripesFolder(await temporaryFolder(), 5)
  expect(await codeOf('train', twoClasses, '--set', 'training.batchSize=0')).toBe(3)
  expect(await codeOf('train', twoClasses, '--preset', 'resnet-9000')).toBe(3)
  const single = ['--set', 'training.optimizer.learningRate=0.01', '--epochs', '1']
  expect(await codeOf('train', twoClasses, ...SMALL, ...single)).toBe(0)
  expect(await codeOf('train', twoClasses, '--set', 'training.unknown=1')).toBe(3)
  const { code, stdout, stderr } = await glassbox(['train', folder, '--json'], { home })
  expect([code, stdout]).toEqual([3, ''])
  expect(stderr).toMatch(/Only one class[^]*\(dataset\/one-class\)/)
})

test('Ctrl-C stops a training with what it has reached and exits with 130', async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(await temporaryFolder(), 20)
  const run = startGlassbox(['train', folder, ...SMALL, '--epochs', '100000', '--json'], { home })
  await run.printed(/epoch \d+\/100000/)
  run.child.kill('SIGINT')
  const { code, stdout } = await run.finished
  expect(code).toBe(130)
  const result = JSON.parse(stdout) as Train
  expect(result.status).toBe('stopped')
  expect(result.epochs).toBeGreaterThan(0)
})

test('Ctrl-C during an import leaves nothing behind and exits with 130', async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(await temporaryFolder(), 400)
  const run = startGlassbox(['train', folder, '--json'], { home })
  await expect.poll(async () => (await readdir(join(home, 'cache')).catch(() => [])).length).toBeGreaterThan(0)
  run.child.kill('SIGINT')
  const { code, stdout, stderr } = await run.finished
  expect([code, stdout], stderr).toEqual([130, ''])
  expect(await readdir(join(home, 'cache'))).toEqual([])
})

test('Ctrl-C cancels an import that another process does, and only that', async () => {
  const home = await temporaryFolder()
  const owner = await openApp(home)
  const folder = await stripesFolder(await temporaryFolder(), 400)
  const started = new Promise<{ jobId: string }>((resolve) => owner.on('job/progress', resolve))
  const run = startGlassbox(['train', folder, '--json'], { home })
  // Resting, so that it cannot be done before it is cancelled.
  await owner.invoke('jobs/pause', { jobId: (await started).jobId })
  run.child.kill('SIGINT')
  expect((await run.finished).code).toBe(130)
  expect(await owner.invoke('jobs/list', {})).toEqual([])
  expect(await owner.invoke('datasets/list', {})).toEqual([])
})

test('a reader that has read enough is no error', async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(await temporaryFolder(), 20)
  await glassbox(['train', folder, ...SMALL, '--epochs', '2'], { home })
  const cli = join(import.meta.dirname, '../../../out/main/cli.js')
  const piped = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${cli}" runs show last --json --home "${home}" | true`],
    {
      encoding: 'utf8',
      timeout: 20_000,
    },
  )
  expect([piped.status, piped.stderr]).toEqual([0, ''])
})

test('a killed training is found interrupted, with every epoch it had reported as saved', async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(await temporaryFolder(), 20)
  const run = startGlassbox(['train', folder, ...SMALL, '--epochs', '100000'], { home })
  await run.printed(/(^epoch \d+\/100000.*\n){2}/m)
  run.child.kill('SIGKILL')
  const { stderr } = await run.finished
  const reported = Number([...stderr.matchAll(/^epoch (\d+)\//gm)].at(-1)?.[1])
  // A reading command beside nobody becomes the owner, and finds the run without its process.
  const shown = JSON.parse((await glassbox(['runs', 'show', 'last', '--json'], { home })).stdout) as {
    status: string
    epochsDone: number
    history: { epoch: number[] }
    checkpoints: number[]
  }
  expect(shown.status).toBe('interrupted')
  expect(reported).toBeGreaterThan(1)
  expect(shown.epochsDone).toBeGreaterThanOrEqual(reported)
  expect(shown.history.epoch).toEqual(Array.from({ length: shown.epochsDone }, (_, index) => index + 1))
  expect(shown.checkpoints.at(-1)).toBe(shown.epochsDone)
  expect((await glassbox(['evaluate', 'last', '--checkpoint', 'last', '--json'], { home })).code).toBe(0)
})

test('the rate of a run that rests is changed, shown, and taken up by what comes behind it', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 12))
  const { runId } = await app.invoke('runs/start', { config: smallConfig(source), preset: null })
  await app.invoke('runs/pause', { id: runId })
  await app.close()

  const rate = 'training.optimizer.learningRate'
  const changed = await glassbox(['runs', 'change', 'last', '--set', `${rate}=0.02`], { home })
  expect(changed.stdout).toBe('changed behind epoch 0: learning rate 0.001 → 0.02\n')
  const both = ['--set', 'training.optimizer.type=sgd', '--set', `${rate}=0.5`, '--json']
  const { change } = JSON.parse((await glassbox(['runs', 'change', runId, ...both], { home })).stdout) as {
    change: object
  }
  expect(change).toMatchObject({ path: 'optimizer', after: { type: 'sgd', learningRate: 0.5 } })
  const same = await glassbox(['runs', 'change', runId, '--set', `${rate}=0.5`], { home })
  expect(same.stdout).toBe('Nothing is otherwise than it was.\n')
  expect((await glassbox(['resume', 'last'], { home })).code).toBe(0)
  expect((await glassbox(['runs', 'show', 'last'], { home })).stdout).toContain(
    'changed behind epoch 0: optimizer adam → sgd, learning rate 0.001 → 0.5\n',
  )
  const shown = JSON.parse((await glassbox(['runs', 'show', 'last', '--json'], { home })).stdout) as {
    changes: object[]
  }
  expect(shown.changes).toEqual([change])
  // What goes on from it goes on as it was trained then.
  const forked = await glassbox(['train', '--fork', `${runId}@1`, '--epochs', '3'], { home })
  expect(forked.code, forked.stderr).toBe(0)
  const fork = JSON.parse((await glassbox(['runs', 'show', 'last', '--json'], { home })).stdout) as {
    config: { training: { optimizer: object } }
  }
  expect(fork.config.training.optimizer).toMatchObject({ type: 'sgd', learningRate: 0.5 })
  for (const [set, code] of [
    [`${rate}=0`, 3],
    ['training.batchSize=4', 3],
    [`${rate}=0.1`, 5],
  ] as const)
    expect((await glassbox(['runs', 'change', runId, '--set', set], { home })).code, set).toBe(code)
})

test('two at once: the second hands its training to the first and waits for it', async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(await temporaryFolder(), 20)
  const first = startGlassbox(['train', folder, ...SMALL, '--epochs', '400', '--name', 'first', '--json'], { home })
  await first.printed(/epoch \d+\/400/)
  const second = startGlassbox(['train', folder, ...SMALL, '--epochs', '2', '--name', 'second', '--json'], { home })
  expect((await glassbox(['runs', 'list', '--json'], { home })).code).toBe(0)
  const [one, two] = await Promise.all([first.finished, second.finished])
  expect(one.code, one.stderr).toBe(0)
  expect(JSON.parse(one.stdout)).toMatchObject({ status: 'completed', epochs: 400 })
  expect(two.code, two.stderr).toBe(0)
  expect(JSON.parse(two.stdout)).toMatchObject({ status: 'completed', epochs: 2 })
})
