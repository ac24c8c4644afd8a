import type { NetworkSpec } from '../../../../src-engine/spec/network.ts'
import { inferShapes, sizeOf } from '../../../../src-engine/spec/shapes.ts'
import type { WeightTensor } from '../../../../src-main/contract/types.ts'
import {
  colorSheet,
  kernelSheet,
  matrixSheet,
  pictureSheet,
  rowSheet,
  type Sheet,
  type ViewSize,
} from '../../../canvas/sheet.ts'

/** How a tensor can be looked at; the first is how it is shown unless somebody chooses otherwise. */
export type LayoutName = 'pictures' | 'colors' | 'matrix' | 'tiles' | 'row'

/** Layers that hand on what they are given, each number where it was. */
const PASSING = new Set(['flatten', 'dropout'])

/** What a dense kernel looks at, where that is still a picture a person knows: the network's own input. */
function pictureBefore(network: NetworkSpec, layer: number): readonly [number, number, number] | null {
  const [height = 0, width = 0, channels = 0] = network.input
  const isPicture = network.input.length === 3 && height > 1 && width > 1
  return isPicture && network.layers.slice(0, layer).every(({ type }) => PASSING.has(type))
    ? [height, width, channels]
    : null
}

export function layoutsOf(network: NetworkSpec, layer: number, { shape, block, role }: WeightTensor): LayoutName[] {
  if (block > 1) return ['matrix']
  if (shape.length === 4) {
    if (!isFirst(network, layer)) return ['tiles', 'pictures']
    return shape[2] === 3 ? ['pictures', 'colors', 'tiles'] : ['pictures', 'tiles']
  }
  if (shape.length === 3) return ['pictures']
  if (shape.length === 2 && role === 'kernel') {
    const picture = pictureBefore(network, layer)
    return picture && sizeOf(picture) === shape[0] ? ['pictures', 'matrix'] : ['matrix']
  }
  return ['row']
}

/** Whether nothing before the layer has weights: its kernels are seen in the colours of the picture. */
function isFirst(network: NetworkSpec, layer: number): boolean {
  return inferShapes(network)
    .slice(0, layer)
    .every(({ parameterCount }) => parameterCount === 0)
}

/** @returns how the tensor is laid out in so much space */
export function layoutOf(
  network: NetworkSpec,
  layer: number,
  { shape, block, values }: WeightTensor,
  name: LayoutName,
): (view: ViewSize) => Sheet {
  const [first = 1, second = 1, third = 1, fourth = 1] = shape
  const last = shape.at(-1) ?? 1
  switch (name) {
    case 'row': {
      const sheet = rowSheet(values.length)
      return () => sheet
    }
    case 'matrix': {
      const columns = Math.ceil(last / block)
      const sheet = matrixSheet(values.length / columns, columns, block)
      return () => sheet
    }
    case 'colors':
      return (view) => colorSheet([first, second, third, fourth], view)
    case 'tiles': {
      const sheet = kernelSheet([first, second, third, fourth])
      return () => sheet
    }
    case 'pictures': {
      const [height, width, channels] = pictureBefore(network, layer) ?? [1, 1, 1]
      const sides =
        shape.length === 4
          ? ([first, second, third, fourth] as const)
          : shape.length === 3
            ? ([first, second, 1, third] as const)
            : ([height, width, channels, last] as const)
      return (view) => pictureSheet(sides, view)
    }
  }
}
