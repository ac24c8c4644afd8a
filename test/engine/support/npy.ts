interface NpyOptions {
  /** As NumPy writes types: '<f4', '|u1', '>i8' … */
  readonly descr: string
  readonly shape: readonly number[]
  /** In the order in which they lie in the file. */
  readonly values: readonly (number | string)[]
  readonly fortran?: boolean
  readonly version?: 1 | 2 | 3
}

/** The .npy file of these values, written independently of what reads it. */
export function npy({ descr, shape, values, fortran = false, version = 1 }: NpyOptions): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`
  const before = version === 1 ? 10 : 12
  const padded = `${text}${' '.repeat(63 - ((before + text.length) % 64))}\n`
  const data = values.map((value) => valueBytes(descr, value))
  const head = [0x93, ...Buffer.from('NUMPY'), version, 0]
  const length = new Uint8Array(version === 1 ? 2 : 4)
  const view = new DataView(length.buffer)
  if (version === 1) view.setUint16(0, padded.length, true)
  else view.setUint32(0, padded.length, true)
  return new Uint8Array(Buffer.concat([Uint8Array.from(head), length, Buffer.from(padded, 'latin1'), ...data]))
}

function valueBytes(descr: string, value: number | string): Uint8Array {
  const little = !descr.startsWith('>')
  const kind = descr.slice(1, 2)
  const size = Number(descr.slice(2)) * (kind === 'U' ? 4 : 1)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  if (typeof value === 'string') {
    const points = [...value].map((character) => character.codePointAt(0) ?? 0)
    if (kind === 'S') bytes.set(points)
    else for (const [i, point] of points.entries()) view.setUint32(i * 4, point, little)
    return bytes
  }
  const set: Record<string, () => void> = {
    b1: () => view.setUint8(0, value),
    u1: () => view.setUint8(0, value),
    i1: () => view.setInt8(0, value),
    u2: () => view.setUint16(0, value, little),
    i2: () => view.setInt16(0, value, little),
    u4: () => view.setUint32(0, value, little),
    i4: () => view.setInt32(0, value, little),
    u8: () => view.setBigUint64(0, BigInt(value), little),
    i8: () => view.setBigInt64(0, BigInt(value), little),
    f4: () => view.setFloat32(0, value, little),
    f8: () => view.setFloat64(0, value, little),
  }
  set[`${kind}${size}`]?.()
  return bytes
}
