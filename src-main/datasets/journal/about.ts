import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { LayoutChoice } from '../../contract/layout.ts'

/** Files of a journal. */
export const ABOUT = 'about.json'
export const PIXELS = 'pixels'
export const LINES = 'lines'

/** What an unfinished import was to become. */
export const JournalAbout = z.object({
  /** Another version of the program may see other facts in a picture. */
  program: z.string(),
  folder: z.string(),
  layout: LayoutChoice.nullable(),
  prepare: PrepareSpec,
  /** Bytes of a prepared picture. */
  itemSize: z.int().min(1),
  /** Pictures of the folder when it was listed. */
  total: z.int().min(0),
})
export type JournalAbout = z.infer<typeof JournalAbout>

/** @returns null when there is none that can be read */
export function readAbout(journal: string): JournalAbout | null {
  try {
    return JournalAbout.parse(JSON.parse(readFileSync(join(journal, ABOUT), 'utf8')))
  } catch {
    return null
  }
}
