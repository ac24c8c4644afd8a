import { inputShape } from '../../../../src-engine/spec/data.ts'
import { GlassboxError } from '../../../contract/errors.ts'
import type { DatasetSummary, RunDetail } from '../../../contract/types.ts'

/**
 * Data that a run can be measured on have its classes, and go into its network: rows only into one for as many columns,
 * pictures only into one for pictures, because they are prepared to fit.
 * @throws {GlassboxError} `input/invalid`
 */
export function requireSameKind({ name, task, classes, config }: RunDetail, dataset: DatasetSummary): void {
  if (dataset.task !== task)
    throw new GlassboxError(
      'input/invalid',
      task === 'regression'
        ? `"${name}" predicts numbers, but "${dataset.name}" has classes.`
        : `"${name}" tells classes apart, but "${dataset.name}" has numbers to predict.`,
      { hint: 'Choose data of the same kind.' },
    )
  if (dataset.classes.map((entry) => entry.name).join('\0') !== classes.join('\0'))
    throw new GlassboxError('input/invalid', `The classes of "${dataset.name}" are not those of the run.`, {
      hint: `It was trained on: ${classes.join(', ')}.`,
    })
  const { network, data } = config
  const input = inputShape(data.prepare, dataset.columns?.length)
  if ((data.prepare === null) === (dataset.columns !== null) && input.join() === network.input.join()) return
  const has = dataset.columns ? `rows of ${dataset.columns.length} numbers` : 'pictures'
  const wants = data.prepare ? 'pictures' : `rows of ${network.input.join('×')}`
  throw new GlassboxError('input/invalid', `"${dataset.name}" has ${has}, but "${name}" was trained on ${wants}.`, {
    hint: 'Choose data of the same kind.',
  })
}
