import type { Codec } from '../clone.ts'
import type { strict } from '../strict.ts'
import type { Bridge } from './bridge.ts'
import type { Exposed } from './main-world.ts'

/** What the page's side tells the stand-in. */
export type FromPage = { url: string; origin: string } & (
  | { type: 'invoke'; id: number; channel: string; args: string }
  | { type: 'send'; channel: string; args: string }
  | { type: 'permission'; id: number; permission: string; check: boolean }
  | { type: 'open'; address: string; name: string; features: string }
  | { type: 'preload-error'; message: string; stack: string }
)
type Told<T> = T extends unknown ? Omit<T, 'url' | 'origin'> : never

/** And what it is told. */
export type ToPage =
  | { type: 'reply'; id: number; value: string }
  | { type: 'failed'; id: number; message: string }
  | { type: 'event'; channel: string; args: string }
  | { type: 'files'; files: readonly KnownFile[] }
  /** As a page would that has broken out of its sandbox. */
  | { type: 'forge'; channel: string; args: string }

/** A file or folder that a test is about to drop or pick. */
export interface KnownFile {
  readonly name: string
  /** Null for a folder. */
  readonly size: number | null
  readonly modified: number
  readonly path: string
}

export interface WorldSettings {
  readonly contextIsolation: boolean
  readonly process: Record<string, unknown>
}

/** What a preload finds around it, and what the stand-in calls. */
export interface IsolatedWorld {
  readonly require: (name: string) => unknown
  readonly process: object
  readonly failed: (error: unknown) => void
  /** What a forged message is answered with, when it is one. */
  readonly receive: (message: ToPage) => unknown
}

/**
 * Electron's side of a preload: `require`, `ipcRenderer`, `contextBridge` and `webUtils`, in a world of their own.
 * Self-contained.
 * @param binding sends one text to the stand-in
 */
export function isolatedWorld(
  settings: WorldSettings,
  { encode, decode }: Codec,
  bridge: Bridge,
  wrap: typeof strict,
  binding: (text: string) => void,
): IsolatedWorld {
  class Emitter {
    private readonly handlers = new Map<string, { listener: (...args: unknown[]) => void; once: boolean }[]>()

    on(event: string, listener: (...args: unknown[]) => void, once = false): this {
      this.handlers.set(event, [...(this.handlers.get(event) ?? []), { listener, once }])
      return this
    }
    once(event: string, listener: (...args: unknown[]) => void): this {
      return this.on(event, listener, true)
    }
    off(event: string, listener: (...args: unknown[]) => void): this {
      const all = [...(this.handlers.get(event) ?? [])]
      const at = all.findLastIndex((one) => one.listener === listener)
      if (at >= 0) all.splice(at, 1)
      this.handlers.set(event, all)
      return this
    }
    removeListener(event: string, listener: (...args: unknown[]) => void): this {
      return this.off(event, listener)
    }
    removeAllListeners(event: string): this {
      this.handlers.delete(event)
      return this
    }
    emit(event: string, ...args: unknown[]): boolean {
      const all = this.handlers.get(event) ?? []
      for (const { listener, once } of all) {
        if (once) this.off(event, listener)
        listener(...args)
      }
      return all.length > 0
    }
  }

  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let count = 0
  const tell = (message: Told<FromPage>): void =>
    binding(JSON.stringify({ url: location.href, origin: self.origin, ...message }))
  const ask = (message: (id: number) => Told<FromPage>): Promise<unknown> => {
    const id = count++
    const answer = Promise.withResolvers<unknown>()
    waiting.set(id, answer)
    try {
      tell(message(id))
    } catch (error) {
      answer.reject(error)
    }
    return answer.promise
  }

  class IpcRenderer extends Emitter {
    invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      return ask((id) => ({ type: 'invoke', id, channel, args: encode(args) }))
    }
    send(channel: string, ...args: unknown[]): void {
      tell({ type: 'send', channel, args: encode(args) })
    }
  }
  /** A class of its own, so that it cannot be handed to the page. */
  class IpcRendererEvent {
    readonly sender = ipcRenderer
    readonly ports = []
  }
  const ipcRenderer = wrap('ipcRenderer', new IpcRenderer())

  const describe = (value: unknown): Exposed => {
    if (typeof value === 'function') {
      const name = `exposed-${count++}`
      bridge.provide(name, value as () => unknown)
      return { kind: 'function', name }
    }
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
      return { kind: 'object', properties: Object.entries(value).map(([key, item]) => [key, describe(item)]) }
    return { kind: 'value', value }
  }
  const contextBridge = wrap('contextBridge', {
    exposeInMainWorld(key: string, api: unknown): void {
      if (!settings.contextIsolation)
        throw new Error('contextBridge API can only be used when contextIsolation is enabled')
      bridge.call('expose', [key, describe(api)])
    },
  })

  let known: KnownFile[] = []
  const told = (files: readonly KnownFile[], path: string): boolean => files.some((file) => file.path === path)
  const webUtils = wrap('webUtils', {
    getPathForFile(file: File): string {
      if (!(file instanceof File))
        throw new TypeError('getPathForFile expected to receive a File object but one was not provided.')
      // Of files with one name that are dropped together, the browser numbers all but the first.
      const names = [file.name, file.name.replace(/ \(\d+\)(?=(\.[^.]*)?$)/, '')]
      const same = known.filter(({ name, size }) => names.includes(name) && (size === null || size === file.size))
      const found = same.find(({ modified }) => Math.abs(modified - file.lastModified) < 1.5) ?? same[0]
      if (!found) return ''
      // Asked again, equal files are told in the same order.
      known = [...known.filter((one) => one !== found), found]
      return found.path
    },
  })

  bridge.provide('open', (address: string, name: string, features: string) =>
    tell({ type: 'open', address, name, features }),
  )
  const permitted = (check: boolean) => (permission: string) =>
    ask((id) => ({ type: 'permission', id, permission, check }))
  bridge.provide('permission', permitted(false))
  bridge.provide('permission-check', permitted(true))
  window.addEventListener('click', openElsewhere)
  window.addEventListener('auxclick', openElsewhere)
  function openElsewhere(event: MouseEvent): void {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement)
    if (!link?.href || event.defaultPrevented) return
    const here = ['', '_self', '_parent', '_top'].includes(link.target)
    if (here && event.button !== 1 && !event.ctrlKey && !event.shiftKey) return
    event.preventDefault()
    tell({ type: 'open', address: link.href, name: link.target, features: '' })
  }

  const electron = wrap('electron', {
    ipcRenderer,
    contextBridge,
    webUtils,
    crashReporter: wrap('crashReporter', {}),
    nativeImage: wrap('nativeImage', {}),
    webFrame: wrap('webFrame', {}),
  })
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    'electron/common': electron,
    events: { EventEmitter: Emitter },
    timers: {
      setTimeout: window.setTimeout.bind(window),
      clearTimeout: window.clearTimeout.bind(window),
      setInterval: window.setInterval.bind(window),
      clearInterval: window.clearInterval.bind(window),
    },
    url: { URL, URLSearchParams },
  }

  return {
    process: wrap('process', settings.process),
    require(name) {
      const module = modules[name.replace(/^node:(?=events$|timers$|url$)/, '')]
      if (!module) throw new Error(`module not found: ${name}`)
      return module
    },
    failed(error) {
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
      tell({ type: 'preload-error', message, stack })
    },
    receive(message) {
      if (message.type === 'files')
        known = [...message.files, ...known.filter(({ path }) => !told(message.files, path))]
      else if (message.type === 'forge')
        return ipcRenderer.invoke(message.channel, ...(decode(message.args) as unknown[]))
      else if (message.type === 'event')
        ipcRenderer.emit(message.channel, new IpcRendererEvent(), ...(decode(message.args) as unknown[]))
      else {
        const answer = waiting.get(message.id)
        waiting.delete(message.id)
        if (message.type === 'reply') answer?.resolve(decode(message.value))
        else answer?.reject(new Error(message.message))
      }
      return undefined
    },
  }
}
