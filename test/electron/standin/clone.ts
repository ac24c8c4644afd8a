/** Values as text and back, by the rules of structured clone. */
export interface Codec {
  /** @throws {DOMException} DataCloneError for what does not cross between processes. */
  readonly encode: (value: unknown) => string
  readonly decode: (text: string) => unknown
}

/**
 * Functions, symbols, promises, shared memory and proxies are refused as in Electron. Instances of classes of one's own
 * are refused as well, where Electron silently drops their prototype: nobody wants half an object on the other side.
 * Self-contained, because pages get it too.
 */
export function createCodec(): Codec {
  /** One entry per object, so that what is shared or goes round in circles stays so. */
  type Entry = [kind: string, ...content: unknown[]]
  const VIEWS = [
    [Int8Array, 'Int8Array'],
    [Uint8Array, 'Uint8Array'],
    [Uint8ClampedArray, 'Uint8ClampedArray'],
    [Int16Array, 'Int16Array'],
    [Uint16Array, 'Uint16Array'],
    [Int32Array, 'Int32Array'],
    [Uint32Array, 'Uint32Array'],
    [Float32Array, 'Float32Array'],
    [Float64Array, 'Float64Array'],
    [BigInt64Array, 'BigInt64Array'],
    [BigUint64Array, 'BigUint64Array'],
    [DataView, 'DataView'],
  ] as const
  const PLAIN = ['Object', 'Array', 'Date', 'Map', 'Set', 'RegExp', 'ArrayBuffer', 'Boolean', 'Number', 'String']

  const refuse = (): never => {
    throw new DOMException('An object could not be cloned.', 'DataCloneError')
  }

  function toBase64(bytes: Uint8Array): string {
    let text = ''
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
    return btoa(text)
  }

  function fromBase64(text: string): ArrayBuffer {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer
  }

  function encode(value: unknown): string {
    const entries: Entry[] = []
    const seen = new Map<object, number>()

    const put = (value: unknown): unknown => {
      if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
      if (value === undefined) return ['undefined']
      if (typeof value === 'bigint') return ['bigint', String(value)]
      if (typeof value === 'number')
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['number', Object.is(value, -0) ? '-0' : String(value)]
      if (typeof value !== 'object') return refuse()
      const known = seen.get(value)
      if (known !== undefined) return ['at', known]
      const at = entries.length
      seen.set(value, at)
      const entry: Entry = ['']
      entries.push(entry)
      entry.splice(0, 1, ...describe(value))
      return ['at', at]
    }

    const describe = (value: object): Entry => {
      if (ArrayBuffer.isView(value)) return describeView(value)
      if (value instanceof Error) return ['Error', value.name, value.message, value.stack]
      const prototype: unknown = Object.getPrototypeOf(value)
      const kind = Object.prototype.toString.call(value).slice(8, -1)
      // An instance of somebody's class has a prototype of its own, whatever it extends.
      const name = prototype === null ? 'Object' : (prototype as object).constructor?.name
      if (kind !== name || !PLAIN.includes(kind)) return refuse()
      if (value instanceof Date) return ['Date', value.getTime()]
      if (value instanceof RegExp) return ['RegExp', value.source, value.flags]
      if (value instanceof Map) return ['Map', ...[...value].map(([key, item]) => [put(key), put(item)])]
      if (value instanceof Set) return ['Set', ...[...value].map(put)]
      if (value instanceof ArrayBuffer) return ['ArrayBuffer', toBase64(new Uint8Array(value))]
      if (value instanceof Boolean || value instanceof Number || value instanceof String)
        return ['Boxed', put(value.valueOf())]
      const properties = Object.entries(value).map(([key, item]) => [key, put(item)])
      return Array.isArray(value) ? ['Array', value.length, ...properties] : ['Object', ...properties]
    }

    const describeView = (view: ArrayBufferView): Entry => {
      if (!(view.buffer instanceof ArrayBuffer)) return refuse()
      const name = VIEWS.find(([Kind]) => view instanceof Kind)?.[1]
      return [name ?? refuse(), toBase64(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))]
    }

    const root = put(value)
    // The platform's own clone refuses what a walk cannot see: proxies, and objects of the platform.
    try {
      structuredClone(value)
    } catch {
      refuse()
    }
    return JSON.stringify({ root, entries })
  }

  function decode(text: string): unknown {
    const { root, entries } = JSON.parse(text) as { root: unknown; entries: Entry[] }
    const made = new Map<number, unknown>()

    const take = (value: unknown): unknown => {
      if (!Array.isArray(value)) return value
      const [kind, content] = value as [string, never]
      if (kind === 'undefined') return undefined
      if (kind === 'bigint') return BigInt(content)
      if (kind === 'number') return Number(content)
      return made.has(content) ? made.get(content) : make(content)
    }

    const make = (at: number): unknown => {
      const [kind, ...content] = entries[at]!
      const keep = <T>(value: T): T => {
        made.set(at, value)
        return value
      }
      const pairs = content as [never, unknown][]
      if (kind === 'Date') return keep(new Date(content[0] as number))
      if (kind === 'RegExp') return keep(new RegExp(content[0] as string, content[1] as string))
      if (kind === 'Boxed') return keep(Object(take(content[0])))
      if (kind === 'ArrayBuffer') return keep(fromBase64(content[0] as string))
      if (kind === 'Error') return keep(makeError(content as [string, string, string]))
      if (kind === 'Map') {
        const map = keep(new Map())
        for (const [key, item] of pairs) map.set(take(key), take(item))
        return map
      }
      if (kind === 'Set') {
        const set = keep(new Set())
        for (const item of content) set.add(take(item))
        return set
      }
      if (kind === 'Object' || kind === 'Array') {
        const object: Record<string, unknown> = keep(kind === 'Array' ? (new Array(content[0] as number) as never) : {})
        for (const [key, item] of kind === 'Array' ? pairs.slice(1) : pairs)
          Object.defineProperty(object, key, {
            value: take(item),
            writable: true,
            enumerable: true,
            configurable: true,
          })
        return object
      }
      const View = VIEWS.find(([, name]) => name === kind)![0] as new (buffer: ArrayBuffer) => ArrayBufferView
      return keep(new View(fromBase64(content[0] as string)))
    }

    const makeError = ([name, message, stack]: [string, string, string]): Error => {
      const kinds: Record<string, new (message: string) => Error> = {
        EvalError,
        RangeError,
        ReferenceError,
        SyntaxError,
        TypeError,
        URIError,
      }
      const Kind = kinds[name] ?? Error
      return Object.defineProperty(new Kind(message), 'stack', { value: stack, configurable: true, writable: true })
    }

    return take(root)
  }

  return { encode, decode }
}

export const { encode, decode } = createCodec()
