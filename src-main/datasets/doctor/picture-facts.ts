import type { Decoded } from '../decode.ts'
import { grayView } from './gray-view.ts'
import { headerTraits } from './header-traits.ts'
import { perceptualHash } from './perceptual-hash.ts'
import { pixelTraits } from './pixel-traits.ts'
import type { PictureTrait } from './traits.ts'

export interface PictureFacts {
  /** 16 hex digits, see `perceptualHash`. */
  perceptualHash: string
  traits: PictureTrait[]
}

/** What the doctor needs to know of every picture; told from what was decoded anyway, so that an import hardly notices. */
export async function pictureFacts(bytes: Uint8Array, decoded: Decoded): Promise<PictureFacts> {
  const view = grayView(decoded)
  const traits = [...(await headerTraits(bytes, decoded.format)), ...pixelTraits(decoded, view)]
  return { perceptualHash: perceptualHash(view), traits }
}
