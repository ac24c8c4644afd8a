import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { RunDetail } from '../../src-main/contract/types.ts'
import { openForReading } from '../../src-main/storage/open.ts'
import { readStore } from '../../src-main/storage/store.ts'
import { stripesFolder } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { dropFiles, hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

/** The newest run as it is stored. */
function storedRun(home: string): RunDetail {
  const db = openForReading(home)
  const { runs } = readStore(db)
  const run = runs.detail(runs.list()[0]!.id)!
  db.close()
  return run
}
const placeOf = (home: string): [epoch: number, step: number] => {
  const { epoch, step } = storedRun(home).kept.at(-1)!
  return [epoch, step]
}
/** Of the buttons, whose places are to stay the same whatever the run does. */
const places = async (page: Page): Promise<unknown[]> =>
  Promise.all(['stop-training', 'one-step', 'one-epoch', 'change-run'].map((id) => page.getByTestId(id).boundingBox()))

describe.skipIf(!hasChromium)('the controls of a run', () => {
  test('pause, one step, one epoch, another rate, resume, another method, stop, fork', async () => {
    const home = await temporaryFolder()
    const { url } = await serve(home)
    const { page, errors } = await openPage(url)
    await dropFiles(page, 'drop-zone', [await stripesFolder(await temporaryFolder(), 60)])
    await page.getByTestId('train-on-this').click()
    await page.getByTestId('preset-cnn-small').click()
    await page.getByTestId('epochs').fill('100000')
    await page.getByTestId('start-training').click()
    await page.getByTestId('curve-loss').locator('tbody tr').nth(1).waitFor({ state: 'attached' })
    await page.getByTestId('weight-map').waitFor()
    const before = await places(page)
    await page.keyboard.press('Space')
    await page.getByTestId('resume-training').waitFor()
    expect(await places(page)).toEqual(before)

    const [epoch, step] = placeOf(home)
    await page.keyboard.press('.')
    await expect.poll(() => placeOf(home)).not.toEqual([epoch, step])
    const stepped = placeOf(home)
    expect([String([epoch, step + 1]), String([epoch + 1, 0])]).toContain(String(stepped))
    await expect.poll(() => page.getByTestId('rest-note').textContent()).toMatch(/loss \d/)
    // Its weights, also in the middle of an epoch.
    const shown = stepped[1] === 0 ? `epoch ${stepped[0]}` : `epoch ${stepped[0] + 1}, step ${stepped[1]} of`
    await expect.poll(() => page.getByTestId('weights-place').textContent()).toContain(shown)

    await page.getByTestId('one-epoch').click()
    await expect.poll(() => placeOf(home)).toEqual([stepped[0] + 1, 0])
    await page.getByTestId('one-epoch').isEnabled()
    await page.getByText(`behind epoch ${stepped[0] + 1} of`).waitFor()
    expect(await places(page)).toEqual(before)

    await page.getByTestId('change-run').click()
    await page.getByTestId('change-rate').fill('0')
    await expect.poll(() => page.getByTestId('apply-change').isDisabled()).toBe(true)
    await page.getByTestId('change-rate').fill('0.0005')
    await page.keyboard.press('Enter')
    await page.getByTestId('run-changes').waitFor()
    await expect
      .poll(() => page.getByTestId('run-changes').textContent())
      .toContain(`learning rate 0.001 → 0.0005 behind epoch ${stepped[0] + 1}`)
    await page.getByTestId('resume-training').click()
    await page.getByTestId('pause-training').waitFor()
    await page.getByTestId('change-run').click()
    await page.getByTestId('change-method').selectOption('rmsprop')
    await page.getByTestId('apply-change').click()
    await page.getByText('Adam → RMSprop').waitFor()
    await expect.poll(() => page.getByTestId('optimizer-now').textContent()).toBe('RMSprop, rate 0.001')
    await expect.poll(() => page.getByTestId('run-status').textContent()).toContain('running')
    // A fork begins at an epoch that was finished, with what it was trained with then.
    const changedIn = storedRun(home).changes.at(-1)!.epoch + 1
    const finished = (): number | undefined => storedRun(home).kept.findLast((one) => one.step === 0)?.epoch
    await expect.poll(finished).toBeGreaterThanOrEqual(changedIn)
    await page.getByTestId('stop-training').click()
    await page.getByTestId('run-result').waitFor()
    const stopped = storedRun(home)
    expect(stopped.changes.map(({ path }) => path)).toEqual(['optimizer.learningRate', 'optimizer'])
    expect(stopped.config.training.optimizer).toMatchObject({ type: 'adam', learningRate: 0.001 })

    await page.getByTestId('fork').click()
    await page.getByTestId('start-training').click()
    await page.getByTestId('pause-training').waitFor()
    const fork = storedRun(home)
    expect(fork).toMatchObject({ parent: { runId: stopped.id, step: 0 }, changes: [] })
    expect(fork.config.training.optimizer).toMatchObject({ type: 'rmsprop', learningRate: 0.001 })
    expect(errors).toEqual([])
  })
})
