import type { DatasetSummary } from '../../../src-main/contract/types.ts'
import { plural } from '../../ui/format.ts'

type Content = Pick<DatasetSummary, 'itemCount' | 'columns' | 'task' | 'classes'>

/** "600 rows", "1 200 pictures". */
export const itemWords = ({ itemCount, columns }: Content): string => plural(itemCount, columns ? 'row' : 'picture')

/** "2 classes", or what is to be predicted: "height as a number". */
export const targetWords = ({ task, classes }: Content): string =>
  task === 'regression' ? `${classes[0]?.name ?? 'target'} as a number` : plural(classes.length, 'class', 'classes')

/** "600 rows in 2 classes", "600 rows to predict height". */
export const contentWords = (dataset: Content): string =>
  dataset.task === 'regression'
    ? `${itemWords(dataset)} to predict ${dataset.classes[0]?.name ?? 'a number'}`
    : `${itemWords(dataset)} in ${targetWords(dataset)}`
