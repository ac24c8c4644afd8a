import type { Page } from 'playwright-core'

/** How long twenty runs of a million epochs keep a person waiting who compares them. */
export interface ComparisonTimes {
  /** From the click on Compare to the frame with all curves, each time. */
  readonly opening: readonly number[]
  /** From a key that zooms to the frame after it, each time. */
  readonly zooming: readonly number[]
  /** Tasks of more than 50 ms while zooming. */
  readonly longTasks: readonly number[]
}

const TIMES = 7
const ZOOMS = 8

/** Chooses the runs that `filter` finds and compares their curves, again and again. */
export async function compareRuns(page: Page, filter: string): Promise<ComparisonTimes> {
  await page.evaluate(() => localStorage.setItem('glassbox.compare.tab', 'curves'))
  await page.reload()
  await page.getByLabel('Filter runs').fill(filter)
  await page.getByRole('checkbox', { name: 'Choose all runs' }).check()
  const opening: number[] = []
  for (let time = 0; time < TIMES; time++) {
    opening.push(await openComparison(page))
    if (time < TIMES - 1) await page.getByRole('button', { name: 'Close the comparison' }).click()
    await page.waitForTimeout(500)
  }
  return { opening, ...(await zoomIn(page)) }
}

async function openComparison(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame)
    const isDrawn = (): boolean => {
      const plots = [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=compare-curves][data-read=true] canvas')]
      return plots.length > 0 && plots.every((canvas) => canvas.dataset.curves === '20')
    }
    const before = performance.now()
    document.querySelector<HTMLElement>('[data-testid=compare]')?.click()
    while (!isDrawn()) await frame()
    await frame()
    return performance.now() - before
  })
}

async function zoomIn(page: Page): Promise<{ zooming: number[]; longTasks: number[] }> {
  return page.evaluate(async (zooms) => {
    const longTasks: number[] = []
    const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((one) => one.duration)))
    observer.observe({ type: 'longtask' })
    const plot = document.querySelector<HTMLElement>('[data-testid=compare-val_loss] [role=slider]')
    plot?.focus()
    const zooming: number[] = []
    for (let time = 0; time < zooms; time++) {
      const before = performance.now()
      plot?.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }))
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      zooming.push(performance.now() - before)
      // The finer points are read and drawn meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    observer.disconnect()
    return { zooming, longTasks }
  }, ZOOMS)
}
