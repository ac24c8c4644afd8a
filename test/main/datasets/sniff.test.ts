import { describe, expect, it } from 'vitest'
import { sniffFormat } from '../../../src-main/datasets/sniff.ts'
import { drawn, encoder, errorOf } from './pictures.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

describe('sniffFormat', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)('knows %s by its content', async (format) => {
    expect(sniffFormat(await encoder(drawn(16, 16)).toFormat(format).toBuffer())).toBe(format)
  })

  it.each([
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', /JPEG/],
    ['HEIC', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic', /JPEG/],
    ['SVG', '<?xml version="1.0"?>\n<!-- a -->\n<svg width="5"></svg>', /PNG/],
    ['SVG', '\xef\xbb\xbf  <svg>', /PNG/],
    ['PDF', '%PDF-1.7', /PNG/],
    ['video', '\0\0\0\x18ftypisom\0\0\0\0isommp41', /frames/],
    ['archive', 'PK\x03\x04', /Unpack/],
    ['Photoshop', '8BPS\0\x01', /PNG/],
    ['icon', '\0\0\x01\0\x01\0', /PNG/],
    ['JPEG XL', '\xff\x0a\x00', /PNG/],
    ['text', 'hello, this is a note\n', /reads JPEG/],
    ['not a picture', '\x01\x02\x03', /reads JPEG/],
    ['not a picture', 'BM\x00\x00', /reads JPEG/],
  ])('refuses %s with its own words', async (what, head, hint) => {
    const error = await errorOf('picture/unsupported', () => sniffFormat(bytes(head)))
    expect(error.message).toContain(what)
    expect(error.hint).toMatch(hint)
  })

  it('reads AVIF also when its main brand is the general one', () => {
    expect(sniffFormat(bytes('\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf'))).toBe('avif')
  })

  it('refuses an empty file', async () => {
    await errorOf('picture/empty', () => sniffFormat(new Uint8Array(0)))
  })
})
