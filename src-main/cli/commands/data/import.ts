import { GlassboxError } from '../../../contract/errors.ts'
import { sourceOf } from '../../data-source.ts'
import { EXIT } from '../../exit-codes.ts'
import { importData } from '../../import-data.ts'
import { printJson } from '../../output.ts'
import { tableChoice, type TableOptions } from '../../table-options.ts'
import { withApp, type GlobalOptions } from '../../with-app.ts'
import { datasetJson, printDataset } from './dataset-output.ts'

export interface ImportOptions extends GlobalOptions, TableOptions {
  /** From 1: which of the readings of a folder that can be read in several ways. */
  readonly layout?: number
  readonly name?: string
}

/** Takes a folder, a file or built-in data in as a data set. */
export function dataImport(source: string, options: ImportOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const { layout, name } = options
    const found = await sourceOf(source, tableChoice(options))
    if (!found)
      throw new GlassboxError('dataset/not-found', `There is no folder, no file and no built-in data "${source}".`, {
        hint: 'Check the path.',
      })
    if (name !== undefined && 'builtIn' in found)
      throw new GlassboxError('input/invalid', 'Built-in data keep their name.', { hint: 'Leave out --name.' })
    const dataset = await importData(app, name === undefined ? found : { ...found, name }, layout)
    if (options.json) printJson({ ...datasetJson(dataset), skipped: dataset.skipped })
    else printDataset(dataset)
    await app.whenIdle()
    return EXIT.ok
  })
}
