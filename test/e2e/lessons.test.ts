import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { LESSONS } from '../../src-renderer/features/learn/lessons.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { ANSWERS, type Answer } from '../renderer/features/learn/answers.ts'
import { COLOURS, violations } from './support/axe.ts'
import { hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

const check = (task: Locator): Promise<void> => task.getByTestId('check-answer').click()

async function answerWrong(task: Locator, answer: Answer): Promise<void> {
  if ('type' in answer) await task.getByTestId('task-input').fill(String(Number(answer.type) + 1))
  if ('option' in answer)
    await task
      .getByTestId('task-option')
      .nth(answer.option === 0 ? 1 : 0)
      .check()
  await check(task)
}

async function answerRight(page: Page, task: Locator, answer: Answer): Promise<void> {
  if ('type' in answer) await task.getByTestId('task-input').fill(answer.type)
  if ('option' in answer) await task.getByTestId('task-option').nth(answer.option).check()
  if ('bits' in answer)
    for (const [index, bit] of answer.bits.entries())
      if (bit === 1) await task.getByTestId('task-bit').nth(index).click()
  if ('set' in answer)
    for (const [field, value] of Object.entries(answer.set)) await page.getByTestId(field).first().fill(String(value))
  else await check(task)
}

async function expectClean(page: Page, lesson: string, themes: readonly ('light' | 'dark')[]): Promise<void> {
  for (const theme of themes) {
    if ((await page.locator('html').getAttribute('data-theme')) !== theme)
      await page.getByTestId('theme-toggle').click()
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe(theme)
    expect(await violations(page, theme === 'dark' ? COLOURS : {}), `${lesson}, ${theme}`).toEqual([])
  }
}

describe.skipIf(!hasChromium)('every lesson', () => {
  test.each(LESSONS.map(({ name, tasks }) => ({ name, tasks })))(
    '$name: tasks are answered wrong, then right; it is ticked and clean for axe',
    async ({ name, tasks }) => {
      const { url } = await serve(await temporaryFolder())
      const { page, errors } = await openPage(url)
      await page.evaluate((lesson) => (location.hash = `/learn/${lesson}`), name)
      await page.locator(`[data-lesson="${name}"] [data-task]`).first().waitFor()
      // Once as it opens; in both themes with everything answered, when all that can stand there does.
      await expectClean(page, name, ['light'])
      for (const id of tasks) {
        const task = page.locator(`[data-task="${id}"]`)
        const answer = ANSWERS[`${name}/${id}`]
        if (!answer) throw new Error(`No answer to ${name}/${id}.`)
        await answerWrong(task, answer)
        await expect.poll(() => task.getByTestId('task-outcome').textContent(), { message: id }).toMatch(/^\s*Not yet/)
        await answerRight(page, task, answer)
        await expect.poll(() => task.getByTestId('task-outcome').textContent(), { message: id }).toMatch(/^\s*Right/)
      }
      await page.getByTestId(`lesson-${name}`).getByLabel('all tasks done').waitFor()
      await expectClean(page, name, ['light', 'dark'])
      expect(errors).toEqual([])
    },
  )
})

test.skipIf(!hasChromium)('gradients of a whole network are checked off the page', async () => {
  const { url } = await serve(await temporaryFolder())
  const { page, errors } = await openPage(url)
  await page.evaluate(() => (location.hash = '/learn/gradient-check'))
  const verdict = page.getByTestId('own-verdict')
  await verdict.getByText('All 6 tensors agree').waitFor()
  await page.getByTestId('own-fault').selectOption('constantStatistics')
  await verdict.getByText('Caught: 2 of 6').waitFor()
  await page.getByTestId('largest-sweep').waitFor()
  await expect.poll(() => page.workers().length, { message: 'a worker ends with its job' }).toBe(0)
  expect(errors).toEqual([])
})

test.skipIf(!hasChromium)(
  'a lesson is printed dark on white from the dark theme, without what can only be pressed',
  async () => {
    const { url } = await serve(await temporaryFolder())
    const { page } = await openPage(url)
    await page.evaluate(() => (location.hash = '/learn/activations'))
    const title = page.locator('[data-lesson] h1')
    await title.waitFor()
    await page.getByTestId('theme-toggle').click()
    const lightness = (): Promise<number> =>
      title.evaluate((node) => Number(/oklch\(([\d.]+)/.exec(getComputedStyle(node).color)?.[1]))
    await expect.poll(lightness).toBeGreaterThan(0.9)
    await page.emulateMedia({ media: 'print' })
    expect(await lightness()).toBeLessThan(0.3)
    const visible = (locator: Locator): Promise<boolean> => locator.first().isVisible()
    expect(await visible(page.getByRole('heading', { name: 'Sigmoid, moved' }))).toBe(true)
    expect(await visible(page.getByTestId('theme-toggle'))).toBe(false)
    expect(await visible(page.getByTestId('lesson-activations'))).toBe(false)
    expect(await visible(page.getByTestId('check-answer'))).toBe(false)
  },
)
