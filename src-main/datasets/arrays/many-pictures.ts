import type { SplitName } from '../../../src-engine/spec/data.ts'

/** Pictures of one size that lie in one file. */
export interface ManyPictures {
  readonly count: number
  readonly height: number
  readonly width: number
  /** 1: gray; 3: red, green, blue. */
  readonly channels: 1 | 3
  /** uint8, shape [height, width, channels]. */
  picture(index: number): Uint8Array
}

/** Pictures of one file with their labels. */
export interface ArraySet {
  /** What its name says it is for; null when it does not say. */
  readonly split: SplitName | null
  /** Its pictures are called by this and their number. */
  readonly path: string
  readonly pictures: ManyPictures
  /** Where the labels come from, for messages. */
  readonly labelsPath: string
  /** Whole numbers, one for each picture. */
  readonly labels: ArrayLike<number>
}
