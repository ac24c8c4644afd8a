import { GlassboxError } from '../contract/errors.ts'

/** Largest picture that is decoded: above the 108 megapixels of telephone cameras, 360 MB as 8-bit RGB. */
export const MAX_PIXELS = 120_000_000

export function tooLarge(width: number, height: number): GlassboxError {
  const megapixels = Math.round((width * height) / 1e6).toLocaleString('en')
  return new GlassboxError(
    'picture/too-large',
    `The picture says it has ${width} x ${height} pixels (${megapixels} million); the limit is ${MAX_PIXELS / 1e6} million.`,
    { hint: 'Make it smaller with a picture program and import it again.' },
  )
}

/** @throws {GlassboxError} `picture/too-large` above `MAX_PIXELS` */
export function refuseTooLarge(width: number, height: number): void {
  if (width * height > MAX_PIXELS) throw tooLarge(width, height)
}
