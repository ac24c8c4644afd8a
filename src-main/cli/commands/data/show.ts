import { findDataset } from '../../data-source.ts'
import { EXIT } from '../../exit-codes.ts'
import { printJson } from '../../output.ts'
import { withApp, type GlobalOptions } from '../../with-app.ts'
import { datasetJson, printDataset } from './dataset-output.ts'

/** Everything about one data set but its items. */
export function dataShow(data: string, options: GlobalOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const { id } = await findDataset(app, data)
    const dataset = await app.invoke('datasets/get', { id })
    if (options.json) printJson({ ...datasetJson(dataset), skipped: dataset.skipped })
    else printDataset(dataset)
    return EXIT.ok
  })
}
