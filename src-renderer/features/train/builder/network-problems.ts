import { checkTraining } from '../../../../src-engine/spec/check-training.ts'
import { inputShape, type DataSpec } from '../../../../src-engine/spec/data.ts'
import type { NetworkSpec } from '../../../../src-engine/spec/network.ts'
import { inferShapes, SpecError, type LayerInfo } from '../../../../src-engine/spec/shapes.ts'
import type { TrainingSpec } from '../../../../src-engine/spec/training.ts'
import type { DatasetSummary } from '../../../../src-main/contract/types.ts'
import { formatShape } from '../../../ui/format.ts'
import { outputProblem } from './fitting-output.ts'
import { mendOf, type Mend } from './mends.ts'

/** Why a network cannot learn these data, and at which card that stands: -1 is the input. */
export interface NetworkProblem {
  readonly layer: number
  /** Place inside a residual block. */
  readonly inner: number | null
  /** JSON path inside the network, or from `training.` on. */
  readonly path: string
  readonly message: string
  readonly hint: string
  readonly mend: Mend | null
}

export interface CheckedNetwork {
  /** Of the layers up to the first that cannot follow. */
  readonly infos: readonly LayerInfo[]
  readonly problem: NetworkProblem | null
}

type Data = Pick<DatasetSummary, 'name' | 'task' | 'classes' | 'columns'>

/** Shapes and parameters as far as they can be told, and the first thing that is wrong with the network for these data. */
export function checkNetwork(
  network: NetworkSpec,
  dataset: Data,
  { prepare, training }: { readonly prepare: DataSpec['prepare']; readonly training: TrainingSpec },
): CheckedNetwork {
  const expected = inputShape(prepare, dataset.columns?.length)
  const { infos, error } = inferred(network)
  const about = (at: Omit<NetworkProblem, 'mend'>): CheckedNetwork => {
    const before = infos[at.layer - 1]?.outputShape ?? network.input
    return { infos, problem: { ...at, mend: mendOf(at, { network, before, expected, dataset, loss: training.loss }) } }
  }
  if (network.input.join() !== expected.join())
    return about({
      ...{ layer: -1, inner: null, path: 'input' },
      message: `The network expects ${formatShape(network.input)}, but ${dataset.columns ? 'a row has' : 'the pictures are'} ${formatShape(expected)}.`,
      hint: `Give the network the input ${formatShape(expected)}.`,
    })
  if (error) return about(located(error, network.layers.length - 1))
  const last = network.layers.length - 1
  const wrong = outputProblem(infos.at(-1), dataset)
  if (wrong) return about({ layer: last, inner: null, path: `layers[${last}]`, ...wrong })
  try {
    checkTraining(infos, training, dataset.task)
  } catch (caught) {
    if (!(caught instanceof SpecError)) throw caught
    return about(located(caught, last))
  }
  return { infos, problem: null }
}

function inferred(network: NetworkSpec): { infos: readonly LayerInfo[]; error: SpecError | null } {
  try {
    return { infos: inferShapes(network), error: null }
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    const { layer } = located(error, network.layers.length - 1)
    const before = { ...network, layers: network.layers.slice(0, layer) }
    return { infos: layer > 0 ? inferred(before).infos : [], error }
  }
}

/** What is wrong with the training stands at the last layer, which it must fit. */
function located({ path, message, hint }: SpecError, last: number): Omit<NetworkProblem, 'mend'> {
  const [, layer, inner] = /^layers\[(\d+)\](?:\.layers\[(\d+)\])?/.exec(path) ?? []
  return { layer: Number(layer ?? last), inner: inner === undefined ? null : Number(inner), path, message, hint }
}
