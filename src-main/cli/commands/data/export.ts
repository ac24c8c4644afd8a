import { extname, resolve } from 'node:path'
import { GlassboxError } from '../../../contract/errors.ts'
import { findDataset } from '../../data-source.ts'
import { EXIT } from '../../exit-codes.ts'
import { print, printJson, visible } from '../../output.ts'
import { withApp, type GlobalOptions } from '../../with-app.ts'
import { writeNew } from '../../write-new.ts'

export interface DataExportOptions extends GlobalOptions {
  readonly out: string
}

/** Writes the list of a data set's items into a new file, as its name says: .csv or .json. */
export function dataExport(data: string, options: DataExportOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const file = resolve(options.out)
    const kind = extname(file).toLowerCase()
    if (kind !== '.csv' && kind !== '.json')
      throw new GlassboxError('input/invalid', `A list is written as .csv or .json, not as "${kind || file}".`, {
        hint: 'Give --out a name such as pictures.csv.',
      })
    const { id, itemCount } = await findDataset(app, data)
    const response = await app.fetch(new Request(`http://127.0.0.1/datasets/${id}/items${kind}`))
    await writeNew(file, await response.text())
    if (options.json) printJson({ file, items: itemCount })
    else print(`${itemCount} items are listed in ${visible(file)}.`)
    return EXIT.ok
  })
}
