import * as layout from '../kernels/assembly/layout.ts'
import { poolWindow } from '../spec/output-shape.ts'
import type { LayerInfo } from '../spec/shapes.ts'
import type { AppliedActivation } from './tensor.ts'

/**
 * Place of the max pooling that a batchNorm does in its own passes, so that what lies between them is never stored: windows of
 * 2×2 side by side over even sides, whole vectors of channels, and no activation but relu in between. −1: none.
 * @param applied by each layer; null for one that has nothing left to do
 */
export function pooledBehind(
  infos: readonly LayerInfo[],
  applied: readonly (AppliedActivation | null)[],
  index: number,
): number {
  const own = applied[index]?.code
  if (infos[index]?.spec.type !== 'batchNorm' || (own !== layout.LINEAR && own !== layout.RELU)) return -1
  const next = applied.findIndex((activation, at) => at > index && activation !== null)
  const info = infos[next]
  if (info?.spec.type !== 'maxPool2d') return -1
  const { size, stride } = poolWindow(info.spec)
  const [height = 1, width = 1, channels = 1] = info.inputShape
  return size === 2 && stride === 2 && height % 2 === 0 && width % 2 === 0 && channels % 4 === 0 ? next : -1
}
