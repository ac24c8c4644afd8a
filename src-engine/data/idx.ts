/**
 * IDX, the format of the MNIST files (http://yann.lecun.com/exdb/mnist/): two zero bytes, the type of the values, the
 * number of dimensions, each size as a big-endian uint32, then the values, the last dimension fastest.
 */
export interface IdxArray {
  readonly shape: readonly number[]
  /** uint8, row-major: as many as the sizes multiply to. */
  readonly values: Uint8Array
}

const UNSIGNED_BYTE = 8

/**
 * Reads a whole IDX file of unsigned bytes; allocates nothing, `values` is a view.
 * @param dimensions how many it must have: 3 for pictures (count, height, width), 1 for labels
 * @throws {RangeError} for anything else, and when its length is not what its header says
 */
export function readIdx(bytes: Uint8Array, dimensions: number): IdxArray {
  const [zero, nil, type, count] = bytes
  if (zero !== 0 || nil !== 0) throw new RangeError('It is no IDX file: it does not begin with two zero bytes.')
  if (type !== UNSIGNED_BYTE)
    throw new RangeError(`Its values are of type ${type}; only type 8, unsigned bytes, is read.`)
  if (count !== dimensions) throw new RangeError(`It has ${count} dimensions instead of ${dimensions}.`)
  const start = 4 + 4 * dimensions
  if (bytes.length < start) throw new RangeError('It ends inside its header.')
  const header = new DataView(bytes.buffer, bytes.byteOffset, start)
  const shape = Array.from({ length: dimensions }, (_, i) => header.getUint32(4 + 4 * i))
  const values = bytes.subarray(start)
  // Beyond 2^53 the product is not exact, but no file is as long either.
  if (shape.reduce((product, size) => product * size, 1) !== values.length)
    throw new RangeError(`Its header promises ${shape.join(' × ')} values, but ${values.length} follow.`)
  return { shape, values }
}

/** The IDX file of unsigned bytes that holds these values; the inverse of `readIdx`. */
export function writeIdx({ shape, values }: IdxArray): Uint8Array {
  const start = 4 + 4 * shape.length
  const bytes = new Uint8Array(start + values.length)
  bytes.set([0, 0, UNSIGNED_BYTE, shape.length])
  const header = new DataView(bytes.buffer)
  for (const [i, size] of shape.entries()) header.setUint32(4 + 4 * i, size)
  bytes.set(values, start)
  return bytes
}
