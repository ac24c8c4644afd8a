import { newestVersions } from '../../../contract/versions.ts'
import { EXIT } from '../../exit-codes.ts'
import { print, printJson, table } from '../../output.ts'
import { withApp, type GlobalOptions } from '../../with-app.ts'
import { datasetJson } from './dataset-output.ts'

/** All data sets, newest first. */
export function dataList(options: GlobalOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const datasets = newestVersions(await app.invoke('datasets/list', {}))
    if (options.json) printJson(datasets.map(datasetJson))
    else if (datasets.length === 0) print('No data yet. Begin with: glassbox data import FOLDER')
    else
      print(
        table([
          ['id', 'name', 'task', 'items', 'classes', 'skipped', 'from'],
          ...datasets.map((one) => [
            ...[one.id, one.name, one.task, String(one.itemCount)],
            ...[
              String(one.classes.length),
              String(one.skippedCount),
              one.folder ?? (one.builtIn ? 'built in' : 'uploaded'),
            ],
          ]),
        ]),
      )
    return EXIT.ok
  })
}
