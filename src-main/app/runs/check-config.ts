import type { RunConfig } from '../../../src-engine/spec/config.ts'
import { inputShape, type TableSpec } from '../../../src-engine/spec/data.ts'
import { checkTraining } from '../../../src-engine/spec/check-training.ts'
import { activationOf, inferShapes, SpecError, type LayerInfo } from '../../../src-engine/spec/shapes.ts'
import { GlassboxError } from '../../contract/errors.ts'
import type { DatasetSummary } from '../../contract/types.ts'

/**
 * Whether a network can learn this data set at all, found out before anything is started.
 * @throws {GlassboxError} `run/spec-invalid` with the JSON path of the culprit in `details`
 */
export function checkConfig(
  config: RunConfig,
  dataset: Pick<DatasetSummary, 'name' | 'task' | 'classes' | 'columns'>,
): LayerInfo[] {
  const { network, data, training } = config
  const layers = located(() => inferShapes(network))
  const { columns, classes, name, task } = dataset
  if ((data.prepare === null) !== (columns !== null))
    throw invalid(
      'data.prepare',
      columns
        ? `"${name}" is a table, and only pictures are prepared.`
        : `The pictures of "${name}" need a preparation.`,
      columns ? 'Set data.prepare to null.' : 'Leave data.prepare out, or give it a size.',
    )
  checkTable(data.table, columns, name)
  const expected = inputShape(data.prepare, columns?.length)
  if (network.input.join() !== expected.join())
    throw invalid(
      'network.input',
      `The network expects ${network.input.join('×')}, but ${columns ? 'a row of the table has' : 'the pictures are prepared as'} ${expected.join('×')}.`,
      `Set network.input to [${expected.join(', ')}].`,
    )
  const output = layers.at(-1)
  if (task === 'regression' && output?.outputShape.join() !== '1')
    throw invalid(
      `network.layers[${layers.length - 1}]`,
      `The last layer gives ${output?.outputShape.join('×') ?? 'nothing'}, but "${name}" has one number to predict.`,
      'End with a dense layer of 1 unit and the activation linear.',
    )
  if (task === 'classification' && (!output || !answers(output, classes.length)))
    throw invalid(
      `network.layers[${layers.length - 1}]`,
      `The last layer gives ${output?.outputShape.join('×') ?? 'nothing'}, but "${name}" has ${classes.length} classes.`,
      `End with a dense layer of ${classes.length} units${classes.length === 2 ? ', or of one with the activation sigmoid' : ''}.`,
    )
  located(() => {
    checkTraining(layers, training, task)
  })
  return layers
}

function checkTable(table: TableSpec | null, columns: readonly string[] | null, name: string): void {
  if (!table) return
  if (!columns)
    throw invalid('data.table', `"${name}" holds pictures, which have no columns.`, 'Set data.table to null.')
  const { statistics } = table
  const measured = statistics ? [statistics.fill, statistics.offset, statistics.factor] : []
  if (measured.some(({ length }) => length !== columns.length))
    throw invalid(
      'data.table.statistics',
      `These statistics are not of the ${columns.length} columns of "${name}".`,
      'Set data.table.statistics to null: they are measured when the run begins.',
    )
}

/** One output for each class; a single share between 0 and 1 tells two classes apart. */
function answers({ spec, outputShape }: LayerInfo, classes: number): boolean {
  const [outputs] = outputShape
  if (outputShape.length !== 1) return false
  const isShare = ['sigmoid', 'step'].includes(activationOf(spec) ?? '')
  return outputs === classes || (outputs === 1 && classes === 2 && isShare)
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
