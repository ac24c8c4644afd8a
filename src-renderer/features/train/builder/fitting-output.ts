import { checkOutput } from '../../../../src-engine/spec/check-training.ts'
import { LayerSpec, NetworkSpec, type Activation } from '../../../../src-engine/spec/network.ts'
import { activationOf, inferShapes, SpecError, type LayerInfo } from '../../../../src-engine/spec/shapes.ts'
import type { LossName } from '../../../../src-engine/spec/training.ts'
import type { DatasetSummary } from '../../../../src-main/contract/types.ts'
import { formatShape, plural } from '../../../ui/format.ts'

type Data = Pick<DatasetSummary, 'name' | 'task' | 'classes'>

/** Whether the last layer answers the question of the data: one number for each class, or the number that is asked for. */
export function outputProblem(
  output: LayerInfo | undefined,
  { name, task, classes }: Data,
): { readonly message: string; readonly hint: string } | null {
  const given = formatShape(output?.outputShape ?? [])
  const activation = (output && activationOf(output.spec)) ?? 'linear'
  if (task === 'regression')
    return given === '1' && activation === 'linear'
      ? null
      : {
          message: `The last layer gives ${given} through ${activation}, but one number is to be predicted.`,
          hint: 'End with a dense layer of 1 unit and the activation linear.',
        }
  const isShare = classes.length === 2 && given === '1' && ['sigmoid', 'step'].includes(activation)
  if (output?.outputShape.join() === String(classes.length) || isShare) return null
  return {
    message: `The last layer gives ${given}, but «${name}» has ${plural(classes.length, 'class', 'classes')}.`,
    hint: `End with a dense layer of ${plural(classes.length, 'unit')}.`,
  }
}

const ACTIVATIONS: readonly Activation[] = ['softmax', 'sigmoid', 'linear', 'step']

/**
 * Units and activation of a dense layer that the data and the loss can end with, null where there is none.
 * @param units how many the last layer has now: kept where two classes allow one or two
 */
export function fittingOutput(
  dataset: Data,
  loss: LossName,
  units: number | undefined,
): { readonly units: number; readonly activation: Activation } | null {
  if (dataset.task === 'regression') return { units: 1, activation: 'linear' }
  const count = dataset.classes.length
  const counts = count === 2 && units === 1 ? [1, 2] : [count, 1]
  const all = counts.flatMap((one) => ACTIVATIONS.map((activation) => ({ units: one, activation })))
  return all.find((one) => isAnswer(LayerSpec.parse({ type: 'dense', ...one }), dataset, loss)) ?? null
}

function isAnswer(layer: LayerSpec, dataset: Data, loss: LossName): boolean {
  const infos = inferShapes(NetworkSpec.parse({ input: [1], layers: [layer] }))
  try {
    checkOutput(infos, loss)
  } catch (caught) {
    if (caught instanceof SpecError) return false
    throw caught
  }
  return outputProblem(infos.at(-1), dataset) === null
}
