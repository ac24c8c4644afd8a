const VERSION = 'brain.Event:2'
/** Of CRC-32C, its bits from the lowest up. */
const POLYNOMIAL = 0x82f63b78
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1
  return rest
})

/** Curves as TensorBoard reads them, each value in an event of its own as its writers do it. */
export function eventFile(curves: Readonly<Record<string, Float64Array>>, seconds: Float64Array): Buffer {
  const started = Date.now() / 1000
  const records = [record(Buffer.concat([wallTime(started), field(3, Buffer.from(VERSION))]))]
  for (const [index, passed] of seconds.entries())
    for (const [tag, values] of Object.entries(curves)) {
      const step = Buffer.from([(2 << 3) | 0, ...varint(index + 1)])
      const value = Buffer.alloc(5)
      value.writeUInt8((2 << 3) | 5)
      value.writeFloatLE(values[index] ?? NaN, 1)
      const summary = field(5, field(1, Buffer.concat([field(1, Buffer.from(tag)), value])))
      records.push(record(Buffer.concat([wallTime(started + passed), step, summary])))
    }
  return Buffer.concat(records)
}

/** Its length and the message, each with its checksum behind it. */
function record(message: Buffer): Buffer {
  const length = Buffer.alloc(8)
  length.writeUInt32LE(message.length)
  return Buffer.concat([length, checksum(length), message, checksum(message)])
}

/** Masked, as the format wants it: a checksum of what has checksums in it would say little. */
function checksum(bytes: Buffer): Buffer {
  let crc = 0xffffffff
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  crc = ~crc
  const masked = Buffer.alloc(4)
  masked.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0)
  return masked
}

// The pieces of a protocol buffer, each with the number of its field and its kind before it.

function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(bytes.length)]), bytes])
}

function wallTime(seconds: number): Buffer {
  const bytes = Buffer.alloc(9)
  bytes.writeUInt8((1 << 3) | 1)
  bytes.writeDoubleLE(seconds, 1)
  return bytes
}

/** Seven bits in a byte, the lowest first. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}
