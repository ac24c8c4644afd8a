import { describe, expect, it } from 'vitest'
import { openNpz } from '../../../../src-main/datasets/arrays/numpy/npz.ts'
import { npz, zip, type ZipEntry } from '../../support/zip.ts'

const content = Uint8Array.from({ length: 3000 }, (_, i) => i % 251)
const one = (entry: Partial<ZipEntry>): Buffer => zip([{ name: 'x.npy', content, ...entry }])
const readAll = async (bytes: Uint8Array): Promise<Record<string, Uint8Array>> => {
  const archive = await openNpz(bytes)
  const found: Record<string, Uint8Array> = {}
  for (const name of archive.names) found[name] = await archive.read(name)
  return found
}

describe('openNpz', () => {
  it.each([
    ['stored', {}],
    ['packed', { isPacked: true }],
    ['with ZIP64 sizes', { isPacked: true, zip64: true }],
  ])('reads arrays that are %s', async (_, how) => {
    expect(Object.keys(await readAll(one(how)))).toEqual(['x'])
    expect(Buffer.compare((await readAll(one(how))).x ?? content.subarray(1), content)).toBe(0)
  })

  it.each([
    ['a path upwards', '../x.npy'],
    ['an absolute path', '/etc/x.npy'],
    ['a path of Windows', 'a\\x.npy'],
    ['a drive', 'C:x.npy'],
    ['a folder', 'a/x.npy'],
    ['a hidden file', '.npy'],
    ['no name', ''],
    ['something else', 'x.exe'],
    ['a zero byte', 'x\0.npy'],
  ])('refuses %s for a name', async (_, name) => {
    await expect(readAll(one({ name }))).rejects.toThrow(RangeError)
  })

  it('refuses two arrays of one name, encrypted ones and other ways of packing', async () => {
    const entry = { name: 'x.npy', content }
    await expect(openNpz(zip([entry, entry]))).rejects.toThrow('two arrays called "x"')
    await expect(openNpz(one({ isPacked: true, lie: { flags: 1 } }))).rejects.toThrow('encrypted')
    await expect(readAll(one({ lie: { method: 12 } }))).rejects.toThrow(/damaged.*unsupported compression/)
  })

  it('refuses what unpacks to more or less than it says, before it is unpacked when it says too much', async () => {
    const zeros = new Uint8Array(5_000_000)
    await expect(readAll(one({ content: zeros, isPacked: true, lie: { size: 1000 } }))).rejects.toThrow(/damaged/)
    await expect(readAll(one({ isPacked: true, lie: { size: 4000 } }))).rejects.toThrow(/damaged/)
    await expect(readAll(one({ isPacked: true, zip64: true, lie: { size: 2 ** 40 } }))).rejects.toThrow('1024 MB')
    const half = (name: string): ZipEntry => ({
      name,
      content: zeros,
      isPacked: true,
      zip64: true,
      lie: { size: 2 ** 29 + 1 },
    })
    const archive = await openNpz(zip([half('a.npy'), half('b.npy')]))
    await expect(archive.read('a')).rejects.toThrow(/damaged/)
    await expect(archive.read('b')).rejects.toThrow('1024 MB')
  })

  it('refuses a wrong checksum, a cut file, and what is no archive', async () => {
    await expect(readAll(one({ lie: { crc: 1 } }))).rejects.toThrow('checksum of "x.npy"')
    await expect(openNpz(one({}).subarray(0, -30))).rejects.toThrow(/damaged/)
    await expect(openNpz(new Uint8Array(100))).rejects.toThrow(/damaged/)
    await expect(openNpz(new Uint8Array(0))).rejects.toThrow(/damaged/)
  })

  it('refuses more entries than anybody names by hand', async () => {
    const names = Array.from({ length: 1001 }, (_, i) => [`a${i}`, new Uint8Array(1)])
    await expect(openNpz(npz(Object.fromEntries(names) as Record<string, Uint8Array>))).rejects.toThrow('1001 entries')
  })
})
