import * as z from 'zod'
import { Bytes, Count } from './common.ts'
import { ErrorEnvelope } from './errors.ts'
import { TopK } from './evaluation.ts'

export const PictureInput = z.union([z.object({ name: z.string(), bytes: Bytes }), z.object({ path: z.string() })])
export type PictureInput = z.infer<typeof PictureInput>

export const ClassifiedPicture = z.object({
  file: z.string(),
  tensorSha256: z.string(),
  top: TopK,
  /** Exactly what the network saw, before scaling: [height, width, channels] in 0..255. */
  pixels: Bytes,
  shape: z.tuple([Count, Count, Count]),
  /** The picture as a person sees it: WebP, longest side 160 px. */
  thumbnail: Bytes,
})
export type ClassifiedPicture = z.infer<typeof ClassifiedPicture>
export const Classified = z.union([ClassifiedPicture, z.object({ file: z.string(), error: ErrorEnvelope })])
export type Classified = z.infer<typeof Classified>
