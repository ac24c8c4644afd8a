import type { Clipboard } from 'electron'
import { strict } from './strict.ts'

/** One entry of the clipboard: content by its type. */
export class ClipboardItem {
  private readonly items: Record<string, unknown>

  constructor(items: Record<string, unknown>) {
    this.items = items
  }
  get types(): string[] {
    return Object.keys(this.items)
  }
  /** Rejects when there is nothing of this type. */
  async getType(type: string): Promise<Blob> {
    const content = await this.items[type]
    if (content === undefined) throw new Error(`The type ${type} was not found`)
    return content instanceof Blob ? content : new Blob([content as string], { type })
  }
}

type Known = Pick<Clipboard, 'read' | 'write' | 'readText' | 'writeText' | 'has' | 'clear'>

/** A clipboard of this process alone; the system's is not touched. */
let content: ClipboardItem[] = []

const known: Known = {
  read: async () => content as never,
  async write(items) {
    content = items as never
  },
  async readText() {
    const item = content.find(({ types }) => types.includes('text/plain'))
    return item ? (await item.getType('text/plain')).text() : ''
  },
  async writeText(text) {
    content = [new ClipboardItem({ 'text/plain': text })]
  },
  has: async (type) => content.some(({ types }) => types.includes(type)),
  clear() {
    content = []
  },
}

export const clipboard = strict('clipboard', known)
