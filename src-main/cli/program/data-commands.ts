import type { Command } from 'commander'
import type { CheckOptions } from '../commands/data/check.ts'
import type { DataExportOptions } from '../commands/data/export.ts'
import type { ImportOptions } from '../commands/data/import.ts'
import { addTableOptions } from '../table-options.ts'
import type { GlobalOptions } from '../with-app.ts'
import { add, type Run } from './add.ts'
import { integer } from './values.ts'

/** Each command's code is loaded when it is asked for: no command should wait for what only others need. */
const commands = {
  dataChange: () => import('../commands/data/change.ts'),
  dataExport: () => import('../commands/data/export.ts'),
  dataCheck: () => import('../commands/data/check.ts'),
  dataImport: () => import('../commands/data/import.ts'),
  dataList: () => import('../commands/data/list.ts'),
  dataShow: () => import('../commands/data/show.ts'),
}

/** `glassbox data …` */
export function addDataCommands(glassbox: Command, run: Run): void {
  const data = glassbox.command('data').description('data sets')
  run<CheckOptions>(
    addTableOptions(
      add(
        data,
        'check',
        'what the doctor says about a folder or a CSV file, which stay as they are, or about a data set',
      ).argument('<source>'),
    ),
    async ([source = ''], options) => (await commands.dataCheck()).dataCheck(source, options),
  )
  run<ImportOptions>(
    addTableOptions(
      add(data, 'import', 'take data in: a folder of pictures, a file, or built-in data')
        .argument(
          '<source>',
          'a folder, a CSV file, a file of many pictures (IDX, NumPy, CIFAR), or the name of built-in data',
        )
        .option('--layout <n>', 'which of the ways to read a folder that can be read in several', integer(1, 100))
        .option('--name <name>', 'name of the data set; unless given, that of the folder or file'),
    ),
    async ([source = ''], options) => (await commands.dataImport()).dataImport(source, options),
  )
  run<GlobalOptions>(add(data, 'list', 'all data sets, newest first'), async (_, options) =>
    (await commands.dataList()).dataList(options),
  )
  run<GlobalOptions>(
    add(data, 'show', 'everything about one data set').argument('<data>', 'id or name'),
    async ([name = ''], options) => (await commands.dataShow()).dataShow(name, options),
  )

  run<GlobalOptions>(
    add(data, 'relink', 'say where the files of a data set are now; they are recognised by their content')
      .argument('<data>', 'id or name')
      .argument('<folder>'),
    async ([name = '', folder = ''], options) => (await commands.dataChange()).dataRelink(name, folder, options),
  )
  run<DataExportOptions>(
    add(data, 'export', 'write the list of the items of a data set into a new file')
      .argument('<data>', 'id or name')
      .requiredOption('--out <file>', 'the new file, .csv or .json'),
    async ([name = ''], options) => (await commands.dataExport()).dataExport(name, options),
  )
  run<GlobalOptions>(
    add(data, 'delete', 'take a data set off the list; runs that used it keep it').argument('<data>', 'id or name'),
    async ([name = ''], options) => (await commands.dataChange()).dataDelete(name, options),
  )
  run<GlobalOptions>(
    add(data, 'restore', 'bring a deleted data set back').argument('<id>'),
    async ([id = ''], options) => (await commands.dataChange()).dataRestore(id, options),
  )
}
