import type { Command } from 'commander'
import type { CompareOptions } from '../commands/runs-compare.ts'
import type { ExportOptions } from '../commands/runs-export.ts'
import type { ChangeOptions } from '../commands/runs-change.ts'
import type { ListOptions } from '../commands/runs-list.ts'
import type { EditOptions, GcOptions, TagOptions } from '../commands/runs-record.ts'
import { FILTER_HELP } from '../filter-help.ts'
import type { GlobalOptions } from '../with-app.ts'
import { add, RUN, type Run } from './add.ts'
import { assignment } from './values.ts'

/** Each command's code is loaded when it is asked for: no command should wait for what only others need. */
const commands = {
  runsChange: () => import('../commands/runs-change.ts'),
  runsCompare: () => import('../commands/runs-compare.ts'),
  runsList: () => import('../commands/runs-list.ts'),
  runsShow: () => import('../commands/runs-show.ts'),
  runsDiff: () => import('../commands/runs-diff.ts'),
  runsExport: () => import('../commands/runs-export.ts'),
  runsImport: () => import('../commands/runs-import.ts'),
  runsRecord: () => import('../commands/runs-record.ts'),
}

/** `glassbox runs …` */
export function addRunsCommands(glassbox: Command, run: Run): void {
  const runs = glassbox.command('runs').description('saved runs')
  run<ListOptions>(
    add(runs, 'list', 'all runs, newest first')
      .option('--where <filter>', 'those that fit, such as "val_accuracy > 0.9 optimizer:adam -tag:old"')
      .option('--sort <fields>', 'by these fields; a "-" before one puts the greatest first: -val_accuracy,name')
      .addHelpText('after', FILTER_HELP),
    async (_, options) => (await commands.runsList()).runsList(options),
  )
  run<GlobalOptions>(
    add(runs, 'show', 'everything about one run').argument('<run>', RUN),
    async ([name = ''], options) => (await commands.runsShow()).runsShow(name, options),
  )
  run<ChangeOptions>(
    add(runs, 'change', 'set the learning rate or the method of a run that trains or rests, from its next step on')
      .argument('<run>', RUN)
      .requiredOption(
        '--set <path=value>',
        'training.optimizer.learningRate=0.001 or training.optimizer.type=sgd; may be repeated',
        assignment,
        [],
      ),
    async ([name = ''], options) => (await commands.runsChange()).runsChange(name, options),
  )
  run<GlobalOptions>(
    add(runs, 'diff', 'what two runs differ in, and whether what came out is more than chance')
      .argument('<a>', `${RUN}; group:RUN means all seeds of its group`)
      .argument('<b>', 'the same for the other'),
    async ([a = '', b = ''], options) => (await commands.runsDiff()).runsDiff(a, b, options),
  )
  run<CompareOptions>(
    add(runs, 'compare', 'many runs beside each other, or a report about them')
      .argument('<run...>', RUN)
      .option('--report <file>', 'write a report: .html with everything, .csv, .json, or .svg with the curves'),
    async (names, options) => (await commands.runsCompare()).runsCompare(names, options),
  )
  run<GlobalOptions>(add(runs, 'tree', 'which run came from which'), async (_, options) =>
    (await commands.runsRecord()).runsTree(options),
  )
  run<TagOptions>(
    add(runs, 'tag', 'mark a run with words to find it by')
      .argument('<run>', RUN)
      .argument('<tag...>')
      .option('--remove', 'take the tags away instead'),
    async ([name = '', ...tags], options) => (await commands.runsRecord()).runsTag(name, tags, options),
  )
  run<EditOptions>(
    add(runs, 'edit', 'change what is said about runs')
      .argument('<run...>', RUN)
      .option('--name <name>', 'call it so')
      .option('--note <text>', 'note, in Markdown; "" for none')
      .option('--experiment <name>', 'move to that experiment')
      .option('--no-experiment', 'take out of its experiment')
      .option('--pin', 'stands above all others')
      .option('--no-pin', 'stands among the others'),
    async (names, options) => (await commands.runsRecord()).runsEdit(names, options),
  )
  run<GlobalOptions>(add(runs, 'delete', 'move runs to the trash').argument('<run...>', RUN), async (names, options) =>
    (await commands.runsRecord()).runsDelete(names, options),
  )
  run<GlobalOptions>(
    add(runs, 'restore', 'fetch runs back from the trash').argument('<run...>', RUN),
    async (names, options) => (await commands.runsRecord()).runsRestore(names, options),
  )
  run<ExportOptions>(
    add(runs, 'export', 'write runs with everything that belongs to them into one file')
      .argument('<run...>', RUN)
      .requiredOption('--out <file>', 'the new file, such as my-runs.glassbox')
      .option('--with-paths', 'leave folders and other absolute paths in it'),
    async (names, options) => (await commands.runsExport()).runsExport(names, options),
  )
  run<GlobalOptions>(
    add(runs, 'import', 'take in the runs of such a file').argument('<file>'),
    async ([file = ''], options) => (await commands.runsImport()).runsImport(file, options),
  )
  run<GcOptions>(
    add(runs, 'gc', 'delete what nothing refers to and give the space back').option(
      '--empty-trash',
      'delete what is in the trash for good, too',
    ),
    async (_, options) => (await commands.runsRecord()).runsGc(options),
  )
}
