import type { Page } from 'playwright-core'

/** Milliseconds until the frame with all curves. */
export interface Opening {
  /** From the start of the navigation. */
  readonly page: number
  /** From the click that asks for the curves. */
  readonly click?: number
  /** So many points has what is drawn of a curve, where the page tells. */
  readonly points?: number
}

/** What Glassbox remembers from a visit before; runs that differ in their seed alone are lines of their own, as TensorBoard draws them. */
export function rememberCurves(): void {
  if (!location.protocol.startsWith('http')) return
  localStorage.setItem('glassbox.compare.tab', 'curves')
  localStorage.setItem('glassbox.compare.curves', JSON.stringify({ withBands: false }))
}

/** Chooses all runs of the list and compares them. The start link leads to Home, and the list is a click away. */
export async function openGlassbox(page: Page, url: string): Promise<Opening> {
  await page.goto(`${url}#/runs`, { waitUntil: 'commit' })
  await page.waitForURL((address) => !address.searchParams.has('token'), { waitUntil: 'commit' })
  return page.evaluate(async () => {
    const seen = async (selector: string): Promise<HTMLElement> => {
      for (;;) {
        const found = document.querySelector<HTMLElement>(selector)
        if (found) return found
        await new Promise(requestAnimationFrame)
      }
    }
    if (location.hash !== '#/runs') (await seen('nav a[href="#/runs"]')).click()
    await seen('[data-testid=run-row]')
    ;(await seen('[aria-label="Choose all runs"]')).click()
    const compare = await seen('[data-testid=compare]:not(:disabled)')
    const clicked = performance.now()
    compare.click()
    await seen('[data-testid=compare-curves][data-read=true]')
    // Each of the charts is drawn in a frame of its own.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    return { page: performance.now(), click: performance.now() - clicked }
  })
}

/** Its charts are there at once; smoothing would draw each curve twice. */
export async function openTensorBoard(page: Page, url: string, curves: number): Promise<Opening> {
  await page.goto(new URL('/?smoothing=0#timeseries', url).href, { waitUntil: 'commit' })
  return page.evaluate(async (wanted) => {
    const lines = (): SVGPathElement[] =>
      [...document.querySelectorAll<SVGPathElement>('card-view .series-view svg path')].filter(
        (path) => path.getAttribute('d') && path.style.display !== 'none',
      )
    while (lines().length < wanted) await new Promise(requestAnimationFrame)
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    const points = Math.min(...lines().map((path) => path.getAttribute('d')!.split('L').length))
    return { page: performance.now(), points }
  }, curves)
}
