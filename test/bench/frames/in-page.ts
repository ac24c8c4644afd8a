import type { Page } from 'playwright-core'

/** What a page did in a while, in milliseconds. */
export interface Frames {
  /** From one frame to the next, ascending. */
  readonly intervals: readonly number[]
  /** Tasks of more than 50 ms. */
  readonly longTasks: readonly number[]
}

export async function measureFrames(page: Page, milliseconds: number): Promise<Frames> {
  return page.evaluate(async (duration) => {
    const [intervals, longTasks]: [number[], number[]] = [[], []]
    const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((one) => one.duration)))
    observer.observe({ type: 'longtask' })
    const started = performance.now()
    let before = await new Promise<number>(requestAnimationFrame)
    while (before - started < duration) {
      const now = await new Promise<number>(requestAnimationFrame)
      intervals.push(now - before)
      before = now
    }
    observer.disconnect()
    return { intervals: intervals.sort((a, b) => a - b), longTasks }
  }, milliseconds)
}

export interface Beginning {
  /** Milliseconds from pressing Start to the run's page, and to the first value on its loss curve. */
  readonly page: number
  readonly firstPoint: number
  /** Sum of the layout shifts (Layout Instability, without those within 500 ms of an input), and what moved. */
  readonly shift: number
  readonly moved: readonly string[]
}

/** Presses Start in the form and waits for the first point; `watch` milliseconds longer for what still moves. */
export async function measureBeginning(page: Page, watch: number): Promise<Beginning> {
  return page.evaluate(async (longer) => {
    type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] }
    let shift = 0
    const moved = new Set<string>()
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        shift += entry.value
        for (const { node } of entry.sources)
          if (node instanceof Element)
            moved.add(`${node.tagName.toLowerCase()} "${node.textContent?.trim().slice(0, 30)}"`)
      }
    })
    observer.observe({ type: 'layout-shift' })
    const until = async (isThere: () => boolean): Promise<number> => {
      while (!isThere()) await new Promise(requestAnimationFrame)
      return performance.now() - started
    }
    const started = performance.now()
    document.querySelector<HTMLElement>('[data-testid=start-training]')?.click()
    const opened = await until(() => /^#\/train\/\w/.test(location.hash))
    const firstPoint = await until(() => {
      const plot = document.querySelector('[data-testid=curve-loss] [role=slider]')
      return plot !== null && plot.getAttribute('aria-valuetext') !== 'no value yet'
    })
    await new Promise((resolve) => setTimeout(resolve, longer))
    observer.disconnect()
    return { page: opened, firstPoint, shift, moved: [...moved] }
  }, watch)
}
