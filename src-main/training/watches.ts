import { MOST_WATCHED } from './messages.ts'

/** A watch that is not renewed for so long (milliseconds) is over: whoever watched may be gone without a word. */
export const WATCH_LASTS = 15_000

interface Watch {
  readonly layer: number
  readonly until: number
}

/** Who looks at which layer of which run; each at one, the newest few of all are shown. */
export class Watches {
  readonly #runs = new Map<string, Map<string, Watch>>()

  /** @param layer null: looks no more */
  set(runId: string, watcher: string, layer: number | null, now: number): void {
    const watches = this.#runs.get(runId) ?? new Map<string, Watch>()
    // Renewed, it is the newest again.
    watches.delete(watcher)
    if (layer !== null) watches.set(watcher, { layer, until: now + WATCH_LASTS })
    this.#runs.set(runId, watches)
  }

  /** The layers that are watched now, at most `MOST_WATCHED`. */
  layers(runId: string, now: number): number[] {
    const watches = this.#runs.get(runId)
    if (!watches) return []
    for (const [watcher, { until }] of watches) if (until <= now) watches.delete(watcher)
    if (watches.size === 0) this.#runs.delete(runId)
    return [...new Set([...watches.values()].map(({ layer }) => layer).reverse())].slice(0, MOST_WATCHED)
  }
}
