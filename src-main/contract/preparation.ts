import { TableSpec, type Preparation } from '../../src-engine/spec/data.ts'
import type { DatasetSummary } from './dataset.ts'

/**
 * What is done to a data set's examples unless somebody says otherwise: pictures as they were prepared; the columns of a
 * file standardised, because nobody knows their units; tables that Glassbox makes itself as they are.
 */
export function usualPreparation({
  prepare,
  columns,
  builtIn,
}: Pick<DatasetSummary, 'prepare' | 'columns' | 'builtIn'>): Preparation {
  const isFile = columns !== null && builtIn === null
  return { prepare, table: isFile ? TableSpec.parse({ scale: 'standardize' }) : null }
}
