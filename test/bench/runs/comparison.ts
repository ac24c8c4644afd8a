import type { Page } from 'playwright-core'
import { rememberCurves } from './opening.ts'

export interface ComparisonTimes {
  /** From the click on Compare to the frame with all curves, the first time and each time after. */
  readonly opening: readonly number[]
  /** From a key that zooms to the frame after it. */
  readonly zooming: readonly number[]
  /** Tasks of more than 50 ms while zooming and reading the finer points. */
  readonly longTasks: readonly number[]
}

const OPENED = 7
const ZOOMED = 8

/** How long it takes to compare the curves of the runs that `filter` finds. */
export async function compareRuns(page: Page, filter: string): Promise<ComparisonTimes> {
  // Each run a line of its own: seeds as a mean with its spread are less to draw.
  await page.evaluate(rememberCurves)
  await page.reload()
  await page.getByLabel('Filter runs').fill(filter)
  // Until the last letter has been answered.
  await page.waitForTimeout(500)
  await page.getByRole('checkbox', { name: 'Choose all runs' }).check()
  const opening: number[] = []
  for (let time = 0; time < OPENED; time++) {
    if (time > 0) await page.getByRole('button', { name: 'Close the comparison' }).click()
    await page.waitForTimeout(700)
    opening.push(await openComparison(page))
  }
  return { opening, ...(await zoomIn(page)) }
}

async function openComparison(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const before = performance.now()
    document.querySelector<HTMLElement>('[data-testid=compare]')?.click()
    while (!document.querySelector('[data-testid=compare-curves][data-read=true]'))
      await new Promise(requestAnimationFrame)
    // Each of the charts is drawn in a frame of its own.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    return performance.now() - before
  })
}

async function zoomIn(page: Page): Promise<{ zooming: number[]; longTasks: number[] }> {
  return page.evaluate(async (times) => {
    const longTasks: number[] = []
    const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((one) => one.duration)))
    observer.observe({ type: 'longtask' })
    const plot = document.querySelector<HTMLElement>('[data-testid=compare-val_loss] [role=slider]')
    plot?.focus()
    const zooming: number[] = []
    for (let time = 0; time < times; time++) {
      const before = performance.now()
      plot?.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }))
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
      zooming.push(performance.now() - before)
      // The finer points are read and drawn meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 700))
    }
    observer.disconnect()
    return { zooming, longTasks }
  }, ZOOMED)
}
