import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { PictureTrait } from '../../contract/types.ts'
import type { PreparedPicture } from '../prepare-picture.ts'
import { PICTURE_FORMATS } from '../sniff.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Written = z.object({
  path: z.string(),
  size: z.number(),
  mtimeMs: z.number(),
  facts: z.object({
    tensorSha256: Sha256,
    contentSha256: Sha256,
    width: z.int().min(1),
    height: z.int().min(1),
    format: z.enum(PICTURE_FORMATS),
    bytes: z.int().min(1),
    perceptualHash: z.string(),
    traits: z.array(PictureTrait),
  }) satisfies z.ZodType<Omit<PreparedPicture, 'pixels'>>,
})

/** What is known of one picture, and where it stands in the journal. */
export interface Line extends z.infer<typeof Written> {
  index: number
  /** Bytes of the file up to its end. */
  end: number
}

const NEWLINE = 10

/** The lines of a journal up to the first that was not written to its end, at most so many. */
export function readLines(file: string, most: number): Line[] {
  const lines: Line[] = []
  const bytes = readOrEmpty(file)
  for (let from = 0; lines.length < most;) {
    const to = bytes.indexOf(NEWLINE, from)
    const line = to < 0 ? null : parse(bytes.toString('utf8', from, to))
    if (!line) break
    lines.push({ ...line, index: lines.length, end: to + 1 })
    from = to + 1
  }
  return lines
}

function parse(text: string): z.infer<typeof Written> | null {
  try {
    return Written.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function readOrEmpty(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    return Buffer.alloc(0)
  }
}
