import type { Page } from 'playwright-core'

const TIMES = 9
const FILTERS = ['val_accuracy > 0.8 ', 'optimizer:adam ', '-tag:old ']

export interface ListTimes {
  readonly inside: readonly number[]
  readonly anew: readonly number[]
  readonly typed: readonly number[]
}

/** How long the list of runs keeps a person waiting; `url` is any page of the application. */
export async function listRuns(page: Page, url: string): Promise<ListTimes> {
  const [inside, anew, typed]: [number[], number[], number[]] = [[], [], []]
  for (let i = 0; i < TIMES; i++) inside.push(await navigate(page))
  for (let i = 0; i < TIMES; i++) anew.push(await reload(page, new URL('/#/runs', url).href))
  for (let i = 0; i < 3; i++) for (const filter of FILTERS) typed.push(...(await type(page, filter)))
  return { inside, anew, typed }
}

/** From the click in the rail to the frame with the rows. */
async function navigate(page: Page): Promise<number> {
  await page.getByRole('navigation').getByRole('link', { name: 'Home' }).click()
  await page.waitForFunction(() => !document.querySelector('[data-testid=run-row]'))
  await page.waitForTimeout(300)
  return page.evaluate(async () => {
    const before = performance.now()
    document.querySelector<HTMLElement>('nav a[href="#/runs"]')?.click()
    while (!document.querySelector('[data-testid=run-row]')) await new Promise((frame) => requestAnimationFrame(frame))
    await new Promise((frame) => requestAnimationFrame(frame))
    return performance.now() - before
  })
}

/** From the start of the navigation, with scripts, connection and reading, to the frame with the rows. */
async function reload(page: Page, address: string): Promise<number> {
  await page.goto('about:blank')
  await page.goto(address, { waitUntil: 'commit' })
  return page.evaluate(async () => {
    while (!document.querySelector('[data-testid=run-row]')) await new Promise((frame) => requestAnimationFrame(frame))
    await new Promise((frame) => requestAnimationFrame(frame))
    return performance.now()
  })
}

/** Each letter from its event to the frame after it. */
async function type(page: Page, filter: string): Promise<number[]> {
  await page.getByLabel('Filter runs').fill('')
  await page.getByLabel('Filter runs').focus()
  return page.evaluate(async (text) => {
    const input = document.querySelector<HTMLInputElement>('[aria-label="Filter runs"]')!
    const taken: number[] = []
    for (let length = 1; length <= text.length; length++) {
      await new Promise((frame) => requestAnimationFrame(frame))
      const before = performance.now()
      input.value = text.slice(0, length)
      input.dispatchEvent(new InputEvent('input', { bubbles: true }))
      // The page is drawn, and the thread is free again.
      await new Promise<void>((drawn) =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => drawn()
          channel.port2.postMessage(null)
        }),
      )
      taken.push(performance.now() - before)
    }
    return taken
  }, filter)
}
