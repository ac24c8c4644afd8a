import type { RunConfig } from '../../../src-engine/spec/config.ts'
import { checkTraining } from '../../../src-engine/spec/check-training.ts'
import { inferShapes, SpecError, type LayerInfo } from '../../../src-engine/spec/shapes.ts'
import { GlassboxError } from '../../contract/errors.ts'
import type { DatasetSummary } from '../../contract/types.ts'

/**
 * Whether a network can learn this data set at all, found out before anything is started.
 * @throws {GlassboxError} `run/spec-invalid` with the JSON path of the culprit in `details`
 */
export function checkConfig(config: RunConfig, dataset: Pick<DatasetSummary, 'name' | 'classes'>): LayerInfo[] {
  const { network, data, training } = config
  const layers = located(() => inferShapes(network))
  const [height, width] = data.prepare.size
  const expected = [height, width, data.prepare.channels === 'rgb' ? 3 : 1]
  if (network.input.join() !== expected.join())
    throw invalid(
      'network.input',
      `The network expects ${network.input.join('×')}, but the pictures are prepared as ${expected.join('×')}.`,
      `Set network.input to [${expected.join(', ')}].`,
    )
  const output = layers.at(-1)
  if (output?.outputShape.length !== 1 || output.outputShape[0] !== dataset.classes.length)
    throw invalid(
      `network.layers[${layers.length - 1}]`,
      `The last layer gives ${output?.outputShape.join('×') ?? 'nothing'}, but "${dataset.name}" has ${dataset.classes.length} classes.`,
      `End with a dense layer of ${dataset.classes.length} units.`,
    )
  located(() => {
    checkTraining(layers, training)
  })
  return layers
}

/** Says where in the config a culprit stands that the engine names inside the network. */
export function located<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    const path = error.path.startsWith('training') ? error.path : `network.${error.path}`
    throw invalid(path, error.message, error.hint)
  }
}

function invalid(path: string, message: string, hint: string): GlassboxError {
  return new GlassboxError('run/spec-invalid', `${path}: ${message}`, { hint, details: { path } })
}
