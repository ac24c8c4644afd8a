import type { Sharp } from 'sharp'
import type { Picture } from '../../src-engine/data/prepare/picture.ts'
import { DEFAULT_BACKGROUND } from '../../src-engine/spec/data.ts'
import { GlassboxError } from '../contract/errors.ts'
import { unpackPicture } from './arrays/single-picture.ts'
import { decodeBmp } from './bmp.ts'
import { THUMBNAIL_SIDE } from './display.ts'
import { MAX_PIXELS, tooLarge } from './pixel-limit.ts'
import { sharp } from './sharp.ts'
import { sniffFormat, type PictureFormat } from './sniff.ts'

// One thread per picture and two pictures in flight use the cores better than the reverse; nothing is decoded twice.
sharp.concurrency(1)
sharp.cache(false)

/** Formats that sharp does not read. */
const OWN_DECODERS: Partial<Record<PictureFormat, (bytes: Uint8Array) => Picture>> = {
  bmp: decodeBmp,
  idx: unpackPicture,
}

export interface Decoded extends Picture {
  format: PictureFormat
}

/**
 * Decodes a picture to upright 8-bit sRGB, shape [height, width, 3], at its full size.
 *
 * The first frame of an animation and the first page of a TIFF count. EXIF orientation is applied. Gray, palette, 16-bit,
 * CMYK and pictures with a colour profile become 8-bit sRGB. Transparent parts show the background. Files that end
 * too early or whose data cannot be decoded are refused; mere warnings, frequent in telephone pictures, are not.
 *
 * @param bytes the file
 * @param background as #rrggbb; white, as on paper, unless given
 * @throws {GlassboxError} `picture/empty`, `picture/unsupported`, `picture/too-large` (from the header, before any pixel is
 *   decoded) or `picture/damaged`
 */
export async function decodePicture(bytes: Uint8Array, background = DEFAULT_BACKGROUND): Promise<Decoded> {
  const format = sniffFormat(bytes)
  const decode = OWN_DECODERS[format]
  if (decode) return { ...decode(bytes), format }
  return withSharp(bytes, async (picture) => {
    const { data, info } = await rgb(picture, background).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height, channels: 3, format }
  })
}

/**
 * A picture for display: WebP, upright, over white, never enlarged. It is not what a network sees.
 * @param side longest side in pixels
 * @throws {GlassboxError} as `decodePicture`
 */
export async function pictureThumbnail(bytes: Uint8Array, side = THUMBNAIL_SIDE): Promise<Uint8Array> {
  const decode = OWN_DECODERS[sniffFormat(bytes)]
  if (decode) return displayThumbnail(decode(bytes), side)
  return withSharp(bytes, (picture) => atMost(side, rgb(picture)).toBuffer())
}

/** The same of a picture that is decoded already. */
export async function displayThumbnail(
  { data, width, height, channels }: Picture,
  side = THUMBNAIL_SIDE,
): Promise<Uint8Array> {
  return atMost(side, sharp(data, { raw: { width, height, channels } })).toBuffer()
}

const rgb = (picture: Sharp, background = DEFAULT_BACKGROUND): Sharp =>
  picture.flatten({ background }).toColourspace('srgb').removeAlpha()

const atMost = (side: number, picture: Sharp): Sharp =>
  picture.resize(side, side, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 80 })

/** Pictures above this many pixels are decoded one at a time: one at the limit takes 750 MB while it is decoded. */
const LARGE_PIXELS = 24_000_000
let largeOnes: Promise<unknown> = Promise.resolve()

/** Decodes at once when the picture is not large, otherwise after the large ones before it. */
async function withSharp<T>(bytes: Uint8Array, decode: (picture: Sharp) => Promise<T>): Promise<T> {
  const attempt = (limitInputPixels: number): Promise<T> =>
    decode(sharp(bytes, { failOn: 'error', limitInputPixels, sequentialRead: true }).autoOrient())
  try {
    return await attempt(LARGE_PIXELS)
  } catch (error) {
    if (!isPixelLimit(error)) throw damaged(error)
  }
  const turn = largeOnes.then(() => attempt(MAX_PIXELS))
  largeOnes = turn.catch(() => undefined)
  try {
    return await turn
  } catch (error) {
    if (!isPixelLimit(error)) throw damaged(error)
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    throw tooLarge(width, height)
  }
}

/** sharp tells this from the header, before it decodes a pixel. */
const isPixelLimit = (error: unknown): boolean => error instanceof Error && /pixel limit/i.test(error.message)

function damaged(cause: unknown): GlassboxError {
  const reason = cause instanceof Error ? cause.message.replaceAll(/\s+/g, ' ').trim() : String(cause)
  return new GlassboxError('picture/damaged', `The picture cannot be decoded (${reason}).`, {
    hint: 'Open it in a picture program; if it shows there, save it anew, otherwise copy or download it again.',
    cause,
  })
}
