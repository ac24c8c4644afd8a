import { preparePixels } from '../../src-engine/data/prepare/prepare.ts'
import { tensorBytes } from '../../src-engine/data/prepare/scale.ts'
import type { PrepareSpec } from '../../src-engine/spec/data.ts'
import { decodePicture, type Decoded } from './decode.ts'
import { pictureFacts, type PictureFacts } from './doctor/picture-facts.ts'
import { sha256 } from './hash.ts'
import { resize } from './resize.ts'
import type { PictureFormat } from './sniff.ts'

export interface PreparedPicture extends PictureFacts {
  /** uint8, shape [height, width, channels] of the preparation. */
  pixels: Uint8Array
  /** SHA-256 of the float32 little-endian tensor. */
  tensorSha256: string
  /** SHA-256 of the file's bytes. */
  contentSha256: string
  /** Upright size of the picture in pixels. */
  width: number
  height: number
  format: PictureFormat
  /** Size of the file. */
  bytes: number
}

/**
 * The one way from a file's bytes to what a network sees: import and classification both take it.
 * @returns the prepared picture, and the decoded one for display
 * @throws {GlassboxError} as `decodePicture`
 */
export async function preparePicture(
  bytes: Uint8Array,
  spec: PrepareSpec,
): Promise<{ prepared: PreparedPicture; decoded: Decoded }> {
  const decoded = await decodePicture(bytes, spec.background)
  const pixels = preparePixels(decoded, spec, resize)
  const { width, height, format } = decoded
  const tensorSha256 = sha256(tensorBytes(pixels, spec))
  return {
    prepared: {
      ...(await pictureFacts(bytes, decoded)),
      ...{ pixels, tensorSha256, contentSha256: sha256(bytes), width, height, format, bytes: bytes.length },
    },
    decoded,
  }
}
