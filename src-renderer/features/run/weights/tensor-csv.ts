import type { WeightTensor } from '../../../../src-main/contract/types.ts'

/** A tensor as lines of text: a row for each of its rows as a matrix with the last side as columns, all digits. */
export function tensorCsv({ shape, block }: Pick<WeightTensor, 'shape' | 'block'>, values: Float32Array): string {
  const columns = shape.length < 2 ? values.length : Math.ceil((shape.at(-1) ?? 1) / block)
  let text = ''
  for (let first = 0; first < values.length; first += columns)
    text += `${values.subarray(first, first + columns).join()}\n`
  return text
}
