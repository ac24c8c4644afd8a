import type { PrepareSpec } from '../../src-engine/spec/data.ts'
import type { SkippedFile } from '../contract/types.ts'
import type { Placed } from './layout/read-layout.ts'
import type { Reading } from './reading.ts'

/** A picture of a class, not read yet. */
export interface FolderEntry extends Placed {
  /** The bytes of a picture file. @throws {GlassboxError} `picture/…` */
  read: () => Promise<Uint8Array>
}

/** A file that holds many pictures, or their labels. */
export interface SourceFile {
  path: string
  /** Of the file as it lies there. */
  sha256: string
  /** Where it lies in the folder, when it was found again under another name. */
  file?: string | undefined
}

/** Pictures with their classes, as a folder holds them. */
export interface PictureFolder {
  /** The folder on disk; null for uploaded files. */
  root: string | null
  classes: string[]
  entries: FolderEntry[]
  skipped: SkippedFile[]
  /** How its pictures are prepared unless somebody says otherwise; what is absent, as usual. */
  prepare: Partial<PrepareSpec>
  /** The files that its pictures share; null when every picture is a file of its own. */
  files: SourceFile[] | null
  /** How it was read, so that it is read the same again; null where there is one way. */
  reading: Reading | null
  /** Where a picture is stored that is a file of its own; null where they share files. */
  fileOf: ((path: string) => string) | null
  /** What kind of files hold its pictures, where they hold many, or `drawn`; else every picture's own format counts. */
  format: 'idx' | 'npy' | 'cifar' | 'drawn' | null
}
