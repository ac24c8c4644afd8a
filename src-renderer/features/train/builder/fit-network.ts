import type { NetworkSpec } from '../../../../src-engine/spec/network.ts'
import { checkNetwork } from './network-problems.ts'

/** One mend uncovers the next problem; so many in a row are not mended by themselves. */
const MOST_MENDS = 12

/** The network with everything mended that keeps it from learning these data; null where that takes a person. */
export function fitNetwork(network: NetworkSpec, ...[dataset, given]: CheckedFor): NetworkSpec | null {
  let fitted = network
  for (let mends = 0; mends <= MOST_MENDS; mends++) {
    const { problem } = checkNetwork(fitted, dataset, given)
    if (!problem) return fitted
    if (!problem.mend) return null
    fitted = problem.mend.network
  }
  return null
}

type CheckedFor = Parameters<typeof checkNetwork> extends [unknown, ...infer Rest] ? Rest : never
