/** One end of the way between a page's own scripts and the isolated world of its preload. */
export interface Bridge {
  /** Calls what the other end provides under this name; promises come back as promises. */
  call(name: string, args: readonly unknown[]): unknown
  provide(name: string, method: (...args: never[]) => unknown): void
}

type Packed =
  ['value', unknown] | ['function', string] | ['promise', string] | ['array', Packed[]] | ['object', [string, Packed][]]

type Message =
  | { type: 'call'; name: string; args: Packed[] }
  | { type: 'result'; ok: boolean; value: Packed }
  | { type: 'settle'; name: string; ok: boolean; value: Packed }

/**
 * The two worlds share the document and nothing else; the browser clones what an event carries from one into the other.
 * Functions cross as names that the other end can call, everything else as a copy.
 * Self-contained: both worlds get it as text.
 * @param out the name of the events it sends, a secret that page scripts never learn
 */
export function createBridge(out: string, into: string): Bridge {
  const provided = new Map<string, (...args: never[]) => unknown>()
  const promises = new Map<string, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>()
  /** The last answer: events are synchronous, so it belongs to the call that has just been made. */
  let result: Extract<Message, { type: 'result' }> | null = null
  let count = 0
  // Taken before any script of the page can change them.
  const dispatch = document.dispatchEvent.bind(document)
  const Event = CustomEvent
  const clone = structuredClone

  const send = (detail: Message): void => void dispatch(new Event(out, { detail }))
  const refuse = (): never => {
    throw new Error('An object could not be cloned.')
  }

  function provideOnce(method: (...args: never[]) => unknown): string {
    const name = `#${count++}`
    provided.set(name, method)
    return name
  }

  function pack(value: unknown, depth = 0): Packed {
    if (depth > 1000) throw new Error('Nested objects deeper than 1000 are not supported.')
    if (typeof value === 'symbol') return refuse()
    if (typeof value === 'function') return ['function', provideOnce(value as () => unknown)]
    if (typeof value !== 'object' || value === null) return ['value', value]
    if (value instanceof Promise) return ['promise', passOn(value)]
    const prototype: unknown = Object.getPrototypeOf(value)
    if (Array.isArray(value)) return ['array', value.map((item) => pack(item, depth + 1))]
    if (prototype === Object.prototype || prototype === null)
      return ['object', Object.entries(value).map(([key, item]) => [key, pack(item, depth + 1)])]
    const copy = copyOf(value)
    // The clone of an instance of a class of one's own is a plain object: half of it would be lost.
    if (Object.getPrototypeOf(copy) !== prototype && !(value instanceof Error)) return refuse()
    return ['value', copy]
  }

  function copyOf<T>(value: T): T {
    try {
      return clone(value)
    } catch {
      return refuse()
    }
  }

  /** A proxy looks like what it stands for; only the browser's own clone knows it, and that takes no functions. */
  function packWhole(value: unknown): Packed {
    const before = count
    const packed = pack(value)
    if (count === before) copyOf(value)
    return packed
  }

  function passOn(promise: Promise<unknown>): string {
    const name = `#${count++}`
    const settle = (ok: boolean) => (value: unknown) => {
      send({ type: 'settle', name, ...packResult(ok, value) })
    }
    promise.then(settle(true), settle(false))
    return name
  }

  function packResult(ok: boolean, value: unknown): { ok: boolean; value: Packed } {
    try {
      return { ok, value: packWhole(value) }
    } catch (error) {
      return { ok: false, value: ['value', error] }
    }
  }

  function unpack([kind, content]: Packed): unknown {
    if (kind === 'function') return (...args: unknown[]) => call(content, args)
    if (kind === 'promise') return new Promise((resolve, reject) => promises.set(content, { resolve, reject }))
    if (kind === 'array') return content.map(unpack)
    if (kind === 'object') return Object.fromEntries(content.map(([key, item]) => [key, unpack(item)]))
    return content
  }

  function call(name: string, args: readonly unknown[]): unknown {
    const packed = args.map(packWhole)
    result = null
    send({ type: 'call', name, args: packed })
    const answer = result as Extract<Message, { type: 'result' }> | null
    if (!answer) throw new Error('The other world does not answer.')
    const value = unpack(answer.value)
    if (answer.ok) return value
    throw value
  }

  function answer(name: string, args: Packed[]): void {
    let packed: { ok: boolean; value: Packed }
    try {
      packed = packResult(true, provided.get(name)!(...(args.map(unpack) as never[])))
    } catch (error) {
      packed = packResult(false, error)
    }
    send({ type: 'result', ...packed })
  }

  document.addEventListener(into, (event) => {
    const message = (event as CustomEvent<Message>).detail
    if (message.type === 'call') return answer(message.name, message.args)
    if (message.type === 'result') return void (result = message)
    const waiting = promises.get(message.name)
    promises.delete(message.name)
    if (message.ok) waiting?.resolve(unpack(message.value))
    else waiting?.reject(unpack(message.value))
  })

  return { call, provide: (name, method) => provided.set(name, method) }
}
