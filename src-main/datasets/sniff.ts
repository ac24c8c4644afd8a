/* eslint-disable no-control-regex -- the first bytes of files are control characters */
import { GlassboxError } from '../contract/errors.ts'
import { isPackedPicture } from './arrays/single-picture.ts'

export const PICTURE_FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff', 'bmp', 'idx'] as const
export type PictureFormat = (typeof PICTURE_FORMATS)[number]

/** Only the first bytes decide; this many are enough. */
const HEAD = 512

/**
 * Tells a picture's format from its first bytes; its name does not matter. Only the formats of the allow-list come back,
 * so nothing else ever reaches a decoder.
 * @throws {GlassboxError} `picture/empty` for no bytes, `picture/unsupported` for everything else, with what it is
 */
export function sniffFormat(bytes: Uint8Array): PictureFormat {
  if (bytes.length === 0)
    throw new GlassboxError('picture/empty', 'The file is empty.', { hint: 'Copy or download it again.' })
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD)).toString('latin1')
  const format = formatOf(head)
  if (format) return format
  const [what, hint] = refusals.find(([, , test]) => test(head)) ?? unknown
  throw new GlassboxError('picture/unsupported', what, { hint })
}

function formatOf(head: string): PictureFormat | undefined {
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (/^GIF8[79]a/.test(head)) return 'gif'
  if (/^RIFF....WEBP/s.test(head)) return 'webp'
  if (/^(II[*+]\0|MM\0[*+])/.test(head)) return 'tiff'
  if (/^BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0/s.test(head)) return 'bmp'
  if (isPackedPicture(head)) return 'idx'
  if (brands(head).some((brand) => brand === 'avif' || brand === 'avis')) return 'avif'
  return undefined
}

/** The brands an ISO base media file (HEIC, AVIF, MP4 …) claims: ISO/IEC 14496-12, section 4.3. */
function brands(head: string): string[] {
  if (head.slice(4, 8) !== 'ftyp') return []
  const length = head.charCodeAt(2) * 256 + head.charCodeAt(3)
  return head.slice(8, Math.min(length, HEAD)).match(/.{4}/gs) ?? []
}

const SAVE_AS = 'Save it as JPEG or PNG and import it again.'
const supported = 'Glassbox reads JPEG, PNG, WebP, GIF, AVIF, TIFF and BMP.'

const hasBrand = (pattern: RegExp) => (head: string) => brands(head).some((brand) => pattern.test(brand))
const starts = (pattern: RegExp) => (head: string) => pattern.test(head)

/** What it is, what to do about it, and how it is known; the first that fits counts. */
const refusals: readonly [what: string, hint: string, test: (head: string) => boolean][] = [
  [
    'This is a HEIC picture, which Glassbox does not read.',
    'Convert it to JPEG: on a Mac with Preview (File, Export), on Windows with Photos (Save as), elsewhere with "heif-convert picture.heic picture.jpg".',
    hasBrand(/^(hei[cxms]|hev[cxms]|mif1|msf1)$/),
  ],
  [
    'This is a video, not a picture.',
    'Export single frames as JPEG or PNG.',
    hasBrand(/^(isom|iso\d|mp4\d|M4V |qt {2}|3gp\w)$/),
  ],
  [
    'This is an SVG drawing, which has no pixels.',
    'Export it as PNG from a drawing program.',
    starts(/^[\s\xef\xbb\xbf]*(<\?xml.*|<!.*)?<svg[\s>]/is),
  ],
  ['This is a PDF document, not a picture.', 'Export its pages as PNG.', starts(/^%PDF/)],
  ['This is a Photoshop document.', SAVE_AS, starts(/^8BPS/)],
  ['This is a JPEG XL picture, which Glassbox does not read.', SAVE_AS, starts(/^(\xff\x0a|\0\0\0\x0cJXL )/)],
  [
    'This is a JPEG 2000 picture, which Glassbox does not read.',
    SAVE_AS,
    starts(/^(\0\0\0\x0cjP {2}|\xff\x4f\xff\x51)/),
  ],
  ['This is an icon file.', SAVE_AS, starts(/^\0\0[\x01\x02]\0/)],
  [
    'This is a compressed archive.',
    'Unpack it and import the folder.',
    starts(/^(PK\x03\x04|\x1f\x8b|7z\xbc\xaf|Rar!)/),
  ],
  ['This is a text file, not a picture.', supported, starts(/^[\t\n\r\x20-\x7e]+$/)],
]
const unknown = ['This is not a picture that Glassbox knows.', supported] as const
