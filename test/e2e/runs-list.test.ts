import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { fillHome } from '../bench/runs/home.ts'
import { glassbox } from '../main/support/glassbox.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { violations } from './support/axe.ts'
import { hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

const names = (page: Page): Promise<string[]> => page.getByTestId('run-row').locator('th a').allTextContents()

describe.skipIf(!hasChromium)('the list of runs', () => {
  test('is filtered, sorted, grouped and set up, and keeps it; a run is noted, deleted and fetched back', async () => {
    const home = await temporaryFolder()
    fillHome(home, { runs: 60, points: 20, long: 0, longPoints: 0 })
    const { url } = await serve(home)
    const { page, errors } = await openPage(url)
    await page.goto(new URL('/#/runs', url).href)
    await page.getByTestId('run-row').first().waitFor()
    const filter = page.getByLabel('Filter runs')

    // Typed with what is offered, and told where it is wrong.
    await page.keyboard.press('/')
    await page.keyboard.type('opt')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.type('na')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await filter.inputValue()).toBe('optimizer:nadam ')
    await page.keyboard.type('val_acuracy > 0.7')
    await expect
      .poll(() => page.getByTestId('filter-problem').textContent())
      .toContain('There is no field "val_acuracy".')
    await page.getByTestId('instead').click()
    expect(await filter.inputValue()).toBe('optimizer:nadam val_accuracy > 0.7')
    const asked = ['runs', 'list', '--where', 'optimizer:nadam val_accuracy > 0.7', '--sort', '-val_accuracy', '--json']
    const wanted = JSON.parse((await glassbox(asked, { home })).stdout) as { name: string }[]
    expect(wanted.length).toBeGreaterThan(3)

    await page.getByTestId('head-val_accuracy').getByRole('button').click()
    await expect.poll(() => names(page)).toEqual(wanted.map(({ name }) => name))
    await filter.fill('')

    // Columns by drag; widths, order and groups as a view.
    await page.getByTestId('head-network').getByRole('button').dragTo(page.getByTestId('head-status'))
    const heads = (): Promise<string[]> => page.locator('thead th').allInnerTexts()
    await expect.poll(async () => (await heads()).slice(0, 3)).toEqual(['name', 'network', 'status'])
    const edge = (await page.getByTestId('edge-network').boundingBox())!
    const before = (await page.getByTestId('head-network').boundingBox())!.width
    await page.mouse.move(edge.x + edge.width / 2, edge.y + 10)
    await page.mouse.down()
    await page.mouse.move(edge.x + edge.width / 2 + 60, edge.y + 10)
    await page.mouse.up()
    await expect.poll(async () => (await page.getByTestId('head-network').boundingBox())!.width).toBe(before + 60)
    await page.getByTestId('group-by').selectOption('group')
    await expect.poll(() => page.getByTestId('group-row').first().textContent()).toMatch(/5 runs.*\d\d\.\d ± \d+\.\d %/)
    await page.getByTestId('only-differing').check()
    await expect.poll(async () => (await heads()).some((head) => head.includes('label'))).toBe(true)
    await page.getByTestId('only-differing').uncheck()
    await page.getByTestId('views').click()
    await page.getByTestId('view-name').fill('seeds')
    await page.getByTestId('save-view').click()
    await expect.poll(() => page.getByTestId('views').innerText()).toBe('seeds')
    expect(await violations(page)).toEqual([])
    await page.getByTestId('views').click()
    await page.getByTestId('usual-view').click()
    await expect.poll(() => page.getByTestId('group-row').count()).toBe(0)
    await page.getByTestId('views').click()
    await page.getByTestId('open-view').click()
    await page.reload()
    await page.getByTestId('group-row').first().waitFor()
    expect((await heads())[1]).toBe('network')
    await page.getByTestId('group-by').selectOption('')

    // From the row, with the right button and by keyboard.
    await filter.fill('paper')
    const count = await page.getByTestId('run-row').count()
    const [first = ''] = await names(page)
    await page.getByTestId('run-row').first().click({ button: 'right' })
    await page.getByTestId('run-menu').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByTestId('act-note').click()
    await page.getByTestId('run-note').fill('|a|\n|:-:|\n|**b**|\n\n<img src=x onerror=alert(1)>')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByTestId('run-menu-button').first().focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('act-open').waitFor()
    await page.keyboard.press('Enter')
    const note = page.getByTestId('shown-note')
    await expect.poll(() => note.locator('td').innerHTML()).toBe('<strong>b</strong>')
    expect(await note.locator('img, [style]').count()).toBe(0)
    await page.goBack()
    await page.getByTestId('run-menu-button').first().click()
    await page.getByTestId('act-delete').click()
    await expect.poll(() => page.getByTestId('run-row').count()).toBe(count - 1)
    await page.getByTestId('undo').click()
    await expect.poll(() => names(page)).toContain(first)
    expect(errors).toEqual([])
  }, 300_000)
})
