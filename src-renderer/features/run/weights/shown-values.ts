import type { LayerWeights, LiveWeights } from '../../../../src-main/contract/types.ts'

/** What is drawn of a layer's tensors. */
export type Shown = 'weights' | 'initial' | 'update' | 'gradient'

/** Numbers of each tensor, null for one that has none to show; and the epochs they are of and compared with. */
export interface ShownValues {
  readonly epoch: number
  readonly since: number | null
  readonly values: readonly (Float32Array | null)[]
}

export const weightValues = ({ epoch, tensors }: LayerWeights): ShownValues => ({
  ...{ epoch, since: null },
  values: tensors.map(({ values }) => values),
})

export const gradientValues = ({ epoch, gradients }: LiveWeights): ShownValues => ({
  ...{ epoch, since: null },
  values: gradients,
})

/** Later minus earlier, tensor by tensor. */
export function differences(later: LayerWeights, earlier: LayerWeights): ShownValues {
  const values = later.tensors.map(({ values: now }, tensor) => {
    const before = earlier.tensors[tensor]?.values
    if (before?.length !== now.length) return null
    return now.map((value, i) => value - (before[i] ?? NaN))
  })
  return { epoch: later.epoch, since: earlier.epoch, values }
}
