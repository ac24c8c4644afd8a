import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly content: Uint8Array
  readonly isPacked?: boolean
  /** What the archive says instead of the truth. */
  readonly lie?: { readonly crc?: number; readonly size?: number; readonly flags?: number; readonly method?: number }
  /** Sizes in ZIP64's own field, as NumPy writes them. */
  readonly zip64?: boolean
}

const u16 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255])
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}
const u64 = (value: number): Buffer => Buffer.concat([u32(value), u32(Math.floor(value / 2 ** 32))])

/** A ZIP archive (APPNOTE 4.3), which may lie about what is in it. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, isPacked = false, lie = {}, zip64 = false } of entries) {
    const data = isPacked ? deflateRawSync(content) : Buffer.from(content)
    const size = lie.size ?? content.length
    const [packed, unpacked] = zip64 ? [0xffffffff, 0xffffffff] : [data.length, size]
    const extra = zip64 ? Buffer.concat([u16(1), u16(16), u64(size), u64(data.length)]) : Buffer.alloc(0)
    const path = Buffer.from(name)
    const common = Buffer.concat([
      ...[u16(45), u16((lie.flags ?? 0) | 0x800), u16(lie.method ?? (isPacked ? 8 : 0)), u16(0), u16(33)],
      ...[u32(lie.crc ?? crc32(content)), u32(packed), u32(unpacked), u16(path.length), u16(extra.length)],
    ])
    const local = Buffer.concat([u32(0x04034b50), common, path, extra, data])
    central.push(
      Buffer.concat([u32(0x02014b50), u16(45), common, u16(0), u16(0), u16(0), u32(0), u32(offset), path, extra]),
    )
    parts.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const count = u16(entries.length)
  const end = [u32(0x06054b50), u16(0), u16(0), count, count, u32(directory.length), u32(offset), u16(0)]
  return Buffer.concat([...parts, directory, ...end])
}

/** A .npz of these .npy files. */
export const npz = (arrays: Readonly<Record<string, Uint8Array>>): Buffer =>
  zip(Object.entries(arrays).map(([name, content]) => ({ name: `${name}.npy`, content, isPacked: true, zip64: true })))
