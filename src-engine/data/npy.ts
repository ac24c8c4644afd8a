/**
 * NumPy's .npy (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): magic, version, the length of the
 * header, a header that is a literal Python dictionary, then the values.
 */
export interface NpyArray {
  readonly shape: readonly number[]
  /** b: bool, i: signed, u: unsigned, f: float, S: bytes, U: text. */
  readonly kind: 'b' | 'i' | 'u' | 'f' | 'S' | 'U'
  /** Bytes of one value. */
  readonly size: number
  readonly littleEndian: boolean
  /** The first dimension is the fastest, not the last. */
  readonly fortranOrder: boolean
  readonly bytes: Uint8Array
}

const MAGIC = '\x93NUMPY'
/** A header describes one type; of a table with thousands of columns none is read. */
const MAX_HEADER = 2 ** 16

/**
 * Reads a whole .npy file of formats 1 to 3; allocates nothing, `bytes` is a view. Arrays of Python objects are pickles,
 * which can run any program: they are refused and nothing of them is looked at.
 * @throws {RangeError} for anything that is no such array, and when its length is not what its header says
 */
export function readNpy(file: Uint8Array): NpyArray {
  const { header, start } = headerOf(file)
  const { descr, fortran_order: fortran, shape } = dictionary(header)
  const type = typeOf(descr)
  if (typeof fortran !== 'boolean' || !Array.isArray(shape)) throw noNpy('its header is incomplete')
  const bytes = file.subarray(start)
  // Beyond 2^53 the product is not exact, but no file is as long either.
  if (shape.reduce((product, length) => product * length, type.size) !== bytes.length)
    throw new RangeError(
      `Its header promises ${shape.join(' × ') || 'one'} values of ${type.size} bytes, but ${bytes.length} bytes follow.`,
    )
  return { ...type, shape, fortranOrder: fortran, bytes }
}

function headerOf(file: Uint8Array): { header: string; start: number } {
  if (latin1(file.subarray(0, 6)) !== MAGIC) throw noNpy('it does not begin like one')
  const version = file[6] ?? 0
  if (version < 1 || version > 3) throw noNpy(`its format ${version} is not known`)
  const from = version === 1 ? 10 : 12
  if (file.length < from) throw noNpy('it ends inside its header')
  const view = new DataView(file.buffer, file.byteOffset, from)
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > MAX_HEADER) throw noNpy('its header is too long')
  if (file.length < from + length) throw noNpy('it ends inside its header')
  return { header: latin1(file.subarray(from, from + length)), start: from + length }
}

type Literal = string | boolean | number[]

const TOKENS = {
  key: /\s*'([^'\\]*)'\s*:\s*/y,
  string: /'([^'\\]*)'/y,
  boolean: /True|False/y,
  tuple: /\(\s*((?:\d+L?\s*,\s*)*(?:\d+L?)?)\s*\)/y,
  comma: /\s*,\s*/y,
}

/** The values of a literal dictionary of texts, truth values and tuples of whole numbers; nothing else is understood. */
function dictionary(text: string): Partial<Record<string, Literal>> {
  const entries: Partial<Record<string, Literal>> = {}
  const body = /^\s*\{([^]*)\}\s*$/.exec(text)?.[1]
  if (body === undefined) throw noNpy('its header is damaged')
  let at = 0
  const next = (token: RegExp): RegExpExecArray | null => {
    token.lastIndex = at
    const match = token.exec(body)
    if (match) at = token.lastIndex
    return match
  }
  while (body.slice(at).trim() !== '') {
    const key = next(TOKENS.key)?.[1]
    if (key === undefined) throw noNpy('its header is damaged')
    if (key === 'descr' && body[at] === '[')
      throw new RangeError('It holds a table of named columns, not an array of numbers.')
    const string = next(TOKENS.string)
    const boolean = string ? null : next(TOKENS.boolean)
    const tuple = string || boolean ? null : next(TOKENS.tuple)
    if (string) entries[key] = string[1] ?? ''
    else if (boolean) entries[key] = boolean[0] === 'True'
    else if (tuple) entries[key] = (tuple[1] ?? '').match(/\d+/g)?.map(Number) ?? []
    else throw noNpy('its header is damaged')
    if (!next(TOKENS.comma) && body.slice(at).trim() !== '') throw noNpy('its header is damaged')
  }
  return entries
}

const SIZES: Readonly<Record<string, readonly number[]>> = { b: [1], i: [1, 2, 4, 8], u: [1, 2, 4, 8], f: [2, 4, 8] }

function typeOf(descr: Literal | undefined): Pick<NpyArray, 'kind' | 'size' | 'littleEndian'> {
  const match = typeof descr === 'string' ? /^([<>|=])([a-zA-Z])(\d*)/.exec(descr) : null
  if (!match) throw noNpy('its header does not name a type')
  const [, order, kind = '', digits = ''] = match
  if (kind === 'O')
    throw new RangeError(
      'It holds Python objects, which are pickled. A pickle can run any program, so Glassbox never opens one.',
    )
  const size = Number(digits) * (kind === 'U' ? 4 : 1)
  const isText = (kind === 'U' || kind === 'S') && size > 0
  if (!isText && !SIZES[kind]?.includes(size))
    throw new RangeError(`Its values are of type ${String(descr)}; whole numbers, floats, bools and text are read.`)
  return { kind: kind as NpyArray['kind'], size, littleEndian: order !== '>' }
}

/** Reads the number at a place of the values, as they lie in the file; a bool is 0 or 1. */
export function npyNumbers({ kind, size, littleEndian: little, bytes }: NpyArray): (index: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (`${kind}${size}`) {
    case 'u1':
      return (index) => bytes[index] ?? NaN
    case 'b1':
      return (index) => (bytes[index] === 0 ? 0 : 1)
    case 'i1':
      return (index) => view.getInt8(index)
    case 'u2':
      return (index) => view.getUint16(index * 2, little)
    case 'i2':
      return (index) => view.getInt16(index * 2, little)
    case 'u4':
      return (index) => view.getUint32(index * 4, little)
    case 'i4':
      return (index) => view.getInt32(index * 4, little)
    case 'u8':
      return (index) => Number(view.getBigUint64(index * 8, little))
    case 'i8':
      return (index) => Number(view.getBigInt64(index * 8, little))
    case 'f2':
      return (index) => half(view.getUint16(index * 2, little))
    case 'f4':
      return (index) => view.getFloat32(index * 4, little)
    case 'f8':
      return (index) => view.getFloat64(index * 8, little)
    default:
      throw new RangeError('It holds text, not numbers.')
  }
}

/** IEEE 754 binary16: 1 bit sign, 5 bits exponent, 10 bits fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** Reads the text at a place of an array of texts; what fills it up to its length is left out. */
export function npyTexts({ kind, size, littleEndian, bytes }: NpyArray): (index: number) => string {
  if (kind !== 'U' && kind !== 'S') throw new RangeError('It holds numbers, not text.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return (index) => {
    const one = bytes.subarray(index * size, (index + 1) * size)
    if (kind === 'S') return latin1(one).replace(/\0+$/, '')
    const points = Array.from({ length: size / 4 }, (_, i) => view.getUint32(index * size + i * 4, littleEndian))
    if (points.some((point) => point > 0x10ffff)) throw new RangeError('Its text is damaged.')
    return String.fromCodePoint(...points).replace(/\0+$/, '')
  }
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

const noNpy = (why: string): RangeError => new RangeError(`It is no NumPy array: ${why}.`)
