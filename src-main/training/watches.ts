import { MOST_WATCHED } from './messages.ts'

/** A watch that is not renewed for so long (milliseconds) is over: whoever watched may be gone without a word. */
export const WATCH_LASTS = 15_000

interface Watch {
  readonly layers: readonly number[]
  readonly until: number
}

/** Who looks at which layers of which run; the newest few of all are shown. */
export class Watches {
  readonly #runs = new Map<string, Map<string, Watch>>()

  /** @param layers none: looks no more */
  set(runId: string, watcher: string, layers: readonly number[], now: number): void {
    const watches = this.#runs.get(runId) ?? new Map<string, Watch>()
    // Renewed, it is the newest again.
    watches.delete(watcher)
    if (layers.length > 0) watches.set(watcher, { layers, until: now + WATCH_LASTS })
    this.#runs.set(runId, watches)
  }

  /** The layers that are watched now, at most `MOST_WATCHED`. */
  layers(runId: string, now: number): number[] {
    const watches = this.#runs.get(runId)
    if (!watches) return []
    for (const [watcher, { until }] of watches) if (until <= now) watches.delete(watcher)
    if (watches.size === 0) this.#runs.delete(runId)
    return [...new Set([...watches.values()].reverse().flatMap(({ layers }) => layers))].slice(0, MOST_WATCHED)
  }
}
