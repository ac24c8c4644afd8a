import type { Router } from 'vue-router'

type Loader = () => Promise<unknown>

/** Safari does not tell when nothing happens; then they come so long after each other (milliseconds). */
const A_WHILE = 200

/** Reads the views that were not opened yet, one after another while nothing happens: a first visit waits for no script. */
export async function readAhead(router: Router): Promise<void> {
  for (const { components } of router.getRoutes()) {
    const view: unknown = components?.default
    // The router puts a component in the place of its loader once it has it.
    if (typeof view !== 'function') continue
    await whenIdle()
    // Who opens the view asks again, and is told.
    await (view as Loader)().catch(() => undefined)
  }
}

function whenIdle(): Promise<unknown> {
  return new Promise((resolve) =>
    'requestIdleCallback' in window ? requestIdleCallback(resolve) : setTimeout(resolve, A_WHILE),
  )
}
