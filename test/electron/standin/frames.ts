import type { WebFrameMain } from 'electron'
import { fromBrowser } from './scheme.ts'
import { strict } from './strict.ts'

type Known = Pick<
  WebFrameMain,
  'url' | 'origin' | 'parent' | 'top' | 'name' | 'routingId' | 'processId' | 'frameTreeNodeId' | 'isDestroyed'
>

let count = 0

/** One frame of a page, as the main process knows it. */
export class Frame implements Known {
  url = ''
  origin = ''
  /** As the browser calls it. */
  browserOrigin = ''
  name = ''
  readonly routingId = ++count
  readonly frameTreeNodeId = this.routingId
  readonly processId = 1
  private detached = false
  private readonly above: Frame | null

  constructor(above: Frame | null) {
    this.above = above
    return strict('webFrameMain', this)
  }

  get parent(): WebFrameMain | null {
    return this.above as WebFrameMain | null
  }
  get top(): WebFrameMain | null {
    return this.above ? this.above.top : (this as unknown as WebFrameMain)
  }
  isDestroyed(): boolean {
    return this.detached
  }
  detach(): void {
    this.detached = true
  }
  moved(url: string, origin: string): void {
    this.url = fromBrowser(url)
    this.origin = fromBrowser(origin)
    this.browserOrigin = origin
  }
}

/** The frames of one page by the browser's ids, and the isolated world of each. */
export class Frames {
  readonly main = new Frame(null)
  private readonly frames = new Map<string, Frame>()
  private readonly contexts = new Map<number, string>()

  frame(id: string, parentId?: string): Frame {
    const known = this.frames.get(id)
    if (known) return known
    const frame = parentId === undefined ? this.main : new Frame(this.frame(parentId))
    this.frames.set(id, frame)
    return frame
  }
  detach(id: string): void {
    this.frames.get(id)?.detach()
    this.frames.delete(id)
  }

  contextMade(id: number, frameId: string): void {
    this.contexts.set(id, frameId)
  }
  contextGone(id: number): void {
    this.contexts.delete(id)
  }
  contextsGone(): void {
    this.contexts.clear()
  }
  /** @returns the frame whose world this is, null when the page has moved on. */
  byContext(id: number): Frame | null {
    const frameId = this.contexts.get(id)
    return frameId === undefined ? null : this.frame(frameId)
  }
  contextOf(frame: Frame): number | undefined {
    return [...this.contexts.keys()].findLast((id) => this.byContext(id) === frame)
  }
  all(): Frame[] {
    return [...this.frames.values()]
  }
}
