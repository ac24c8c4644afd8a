/**
 * Pictures that Glassbox draws itself. Each is a function of its number alone, so one can be drawn without the others, and
 * the same bits come out on every machine: the code beside this uses + − × ÷ and square roots only.
 */
export interface DrawnPictures {
  readonly classes: readonly string[]
  /** [height, width, channels] of each. */
  readonly shape: readonly [height: number, width: number, channels: 1 | 3]
  /** How many there are: the same number of each class, one class after the other. */
  readonly count: number
  /** Draws picture 0 … count − 1: uint8 samples, row-major, channels last. */
  readonly draw: (index: number) => Uint8Array
}

/** The class index of a picture. */
export function labelOf({ classes, count }: Pick<DrawnPictures, 'classes' | 'count'>, index: number): number {
  return Math.floor((index * classes.length) / count)
}
