import { SpecError } from './spec-error.ts'

export type Padding = 'same' | 'valid'

/** A window of `size` numbers per side that moves by `stride` over a side of `length`. */
export interface Window {
  readonly size: number
  readonly stride: number
  readonly padding: Padding
  /** Distance between neighbours under the window; 1 where it has no holes. */
  readonly dilation: number
}

/** Numbers from the first to the last that a dilated window covers: (size − 1) · dilation + 1. */
export const coverOf = ({ size, dilation }: Pick<Window, 'size' | 'dilation'>): number => (size - 1) * dilation + 1

/**
 * Places a window has along one side (Dumoulin and Visin 2016): `same` ⌈length / stride⌉, `valid`
 * ⌊(length − cover) / stride⌋ + 1.
 * @throws {SpecError} when it does not fit once; `path` names its size.
 */
export function placesOf(length: number, window: Window, path: string, axis: string): number {
  if (window.padding === 'same') return Math.ceil(length / window.stride)
  const cover = coverOf(window)
  if (cover > length)
    throw new SpecError(
      path,
      `A window of ${cover} does not fit into a ${axis} of ${length}.`,
      'Make it smaller, or pool less before it.',
    )
  return Math.floor((length - cover) / window.stride) + 1
}

/**
 * Zeros put around a picture, top or left; Keras puts the odd one at the bottom or right.
 * @param dilation distance between neighbours under the kernel
 */
export function paddingBefore(input: number, kernel: number, stride: number, padding: Padding, dilation = 1): number {
  if (padding === 'valid') return 0
  const output = Math.ceil(input / stride)
  const cover = coverOf({ size: kernel, dilation })
  return Math.floor(Math.max((output - 1) * stride + cover - input, 0) / 2)
}
