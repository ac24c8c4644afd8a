import { Command, InvalidArgumentError, Option } from 'commander'
import { BUILT_INS } from '../../src-engine/data/built-in.ts'
import { PRESETS } from '../../src-engine/spec/presets.ts'
import { MAX_THREADS } from '../../src-engine/spec/threads.ts'
import { VERSION } from '../version.ts'
import type { BenchOptions } from './commands/bench.ts'
import type { ClassifyOptions } from './commands/classify.ts'
import type { CheckOptions } from './commands/data/check.ts'
import type { DataExportOptions } from './commands/data/export.ts'
import type { ImportOptions } from './commands/data/import.ts'
import type { EvaluateOptions } from './commands/evaluate.ts'
import type { GradcheckOptions } from './commands/gradcheck.ts'
import type { LessonCommandOptions } from './commands/lesson.ts'
import type { ResumeOptions } from './commands/resume.ts'
import type { CompareOptions } from './commands/runs-compare.ts'
import type { ExportOptions } from './commands/runs-export.ts'
import type { ChangeOptions } from './commands/runs-change.ts'
import type { ListOptions } from './commands/runs-list.ts'
import type { EditOptions, GcOptions, TagOptions } from './commands/runs-record.ts'
import type { ServeOptions } from './commands/serve.ts'
import type { TrainOptions } from './commands/train.ts'
import type { VerifyOptions } from './commands/verify.ts'
import { FILTER_HELP } from './filter-help.ts'
import { addTableOptions } from './table-options.ts'
import type { GlobalOptions } from './with-app.ts'

/** Each command's code is loaded when it is asked for: no command should wait for what only others need. */
const commands = {
  bench: () => import('./commands/bench.ts'),
  classify: () => import('./commands/classify.ts'),
  dataChange: () => import('./commands/data/change.ts'),
  dataExport: () => import('./commands/data/export.ts'),
  dataCheck: () => import('./commands/data/check.ts'),
  dataImport: () => import('./commands/data/import.ts'),
  dataList: () => import('./commands/data/list.ts'),
  dataShow: () => import('./commands/data/show.ts'),
  evaluate: () => import('./commands/evaluate.ts'),
  gradcheck: () => import('./commands/gradcheck.ts'),
  lesson: () => import('./commands/lesson.ts'),
  resume: () => import('./commands/resume.ts'),
  runsChange: () => import('./commands/runs-change.ts'),
  runsCompare: () => import('./commands/runs-compare.ts'),
  runsList: () => import('./commands/runs-list.ts'),
  runsShow: () => import('./commands/runs-show.ts'),
  runsDiff: () => import('./commands/runs-diff.ts'),
  runsExport: () => import('./commands/runs-export.ts'),
  runsImport: () => import('./commands/runs-import.ts'),
  runsRecord: () => import('./commands/runs-record.ts'),
  serve: () => import('./commands/serve.ts'),
  train: () => import('./commands/train.ts'),
  verify: () => import('./commands/verify.ts'),
}

/** The `glassbox` command. @param finish is told the exit code of whatever ran. */
export function program(pages: string, finish: (work: Promise<number>) => Promise<void>): Command {
  const glassbox = new Command('glassbox')
    .description('Train neural networks on your own pictures, offline, and see every number on the way.')
    .version(VERSION)
    .option('--home <dir>', 'folder that keeps everything (also GLASSBOX_HOME)')
    .option('--json', 'print one JSON document on stdout')
    .exitOverride()
    .showHelpAfterError('(--help shows what is possible)')

  /** Adds a command whose options include the global ones, which may stand anywhere. */
  function add(parent: Command, name: string, description: string): Command {
    return parent
      .command(name)
      .description(description)
      .option('--home <dir>', 'folder that keeps everything')
      .option('--json', 'print one JSON document')
  }
  const run = <O extends object>(command: Command, work: (args: string[], options: O) => Promise<number>): void => {
    command.action(async () => {
      const options = command.optsWithGlobals<O>()
      await finish(work(command.processedArgs.flat() as string[], options))
    })
  }

  run<ServeOptions>(
    add(glassbox, 'serve', 'open Glassbox in a browser of this machine')
      .argument('[folder]', 'folder of pictures to read in at once')
      .option('--port <n>', 'port on 127.0.0.1, 0 for any free one', integer(0, 65_535), 4177)
      .option('--no-open', 'do not open the browser'),
    async ([folder], options) => (await commands.serve()).serve(folder, { ...options, pages }),
  )

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

  const RUN = 'id, beginning of an id, name, or "last"'
  const threads = (): Option =>
    new Option('--threads <n>', 'threads to compute with; the result is the same for any number').argParser(
      integer(1, MAX_THREADS),
    )
  run<TrainOptions>(
    addTableOptions(
      add(
        glassbox,
        'train',
        'train a network on a folder of pictures (one folder per class, or files of many), a CSV file, a data set or built-in data',
      ),
    )
      .argument(
        '[data]',
        `a folder of pictures, a CSV file, a file of many pictures (IDX, NumPy, CIFAR), the id or name of a data set, or built-in data: ${BUILT_INS.map(({ name }) => name).join(', ')}; with --fork, what the run was trained on unless given`,
      )
      .addOption(
        new Option(
          '--preset <name>',
          `network to train: ${PRESETS.map(({ name }) => name).join(', ')} (mlp-N for any N; unless given, what suits the data: resnet-small for photos, cnn-small for gray pictures, mlp-32 for tables)`,
        ),
      )
      .option('--config <file>', 'JSON file with "network", "training" and "data" settings')
      .option(
        '--set <path=value>',
        'one setting, such as training.optimizer.learningRate=0.01; may be repeated',
        assignment,
        [],
      )
      .option('--epochs <n>', 'passes over the training examples, in all', integer(1, 1_000_000))
      .option('--seed <n>', 'where the random numbers begin', integer(0, 4_294_967_295))
      .option('--seeds <n>', 'so many runs, each with the next seed, as one group', integer(1, 100))
      .option('--fork <run@epoch>', 'go on from a kept epoch of another run (a number, best or last); RUN@0 rewinds')
      .addOption(
        new Option('--find-lr', 'try rising learning rates and show which one to use').conflicts([
          'seeds',
          'fork',
          'name',
        ]),
      )
      .addOption(threads())
      .option('--name <name>', 'name of the run'),
    async ([folder], options) => (await commands.train()).train(folder, options),
  )
  run<ResumeOptions>(
    add(glassbox, 'resume', 'go on with a run that was stopped, paused, interrupted or failed, to the same bits')
      .argument('<run>', RUN)
      .addOption(threads()),
    async ([name = ''], options) => (await commands.resume()).resume(name, options),
  )
  run<VerifyOptions>(
    add(glassbox, 'verify', 'carry a run out once more and compare every epoch and the weights with its receipt')
      .argument('<run>', RUN)
      .option('--last <k>', 'only its last epochs, from a kept one before them', integer(1, 1_000_000))
      .addOption(threads()),
    async ([name = ''], options) => (await commands.verify()).verify(name, options),
  )

  const checkpoint = (): Option =>
    new Option('--checkpoint <which>', 'best, last or a kept epoch').argParser(checkpointName).default('best')
  const top = (): Option => new Option('--top <k>', 'how many classes to name').argParser(integer(1, 1000)).default(5)
  run<EvaluateOptions>(
    add(glassbox, 'evaluate', 'measure a run on a split of its data')
      .argument('<run>', RUN)
      .option('--data <data>', 'other data with the same classes')
      .addOption(new Option('--split <split>', 'which part').choices(['train', 'validation', 'test']).default('test'))
      .addOption(checkpoint())
      .addOption(top()),
    async ([name = ''], options) => (await commands.evaluate()).evaluate(name, options),
  )
  run<ClassifyOptions>(
    add(glassbox, 'classify', 'ask a run what is on pictures')
      .argument('<run>', RUN)
      .argument('<image...>')
      .addOption(checkpoint())
      .addOption(top()),
    async ([name = '', ...images], options) => (await commands.classify()).classify(name, images, options),
  )

  run<GradcheckOptions>(
    add(glassbox, 'gradcheck', 'compare the gradients of a network with central differences, tensor by tensor')
      .option('--config <file>', 'JSON file with "network" and, for loss and seed, "training"')
      .option('--preset <name>', 'a preset for little pictures instead of a small network with many layers'),
    async (_, options) => (await commands.gradcheck()).gradcheck(options),
  )

  run<LessonCommandOptions>(
    add(glassbox, 'lesson', "print a lesson's numbers; without a name, which lessons there are")
      .argument('[name]')
      .option('--steps <n>', 'how many training steps, where the lesson makes some', integer(0, 100_000))
      .addOption(
        new Option('--order <order>', 'whether hidden gradients go through the old or the new output weights').choices([
          'simultaneous',
          'sequential',
        ]),
      )
      .option('--seeds <n>', 'how many networks from drawn weights, where the lesson trains many', integer(1, 100_000)),
    async ([name], options) => (await commands.lesson()).lesson(name, options),
  )

  run<BenchOptions>(
    glassbox
      .command('bench')
      .description('measure how fast this machine trains a set of networks')
      .option('--only <names>', 'some of the workloads, such as cnn28,gemm', (text: string) => text.split(','))
      .addOption(
        new Option('--threads <list>', 'numbers of threads to try').argParser(threadList).default([1, 2], '1,2'),
      )
      .option('--seconds <s>', 'how long each is measured', integer(1, 3600), 3)
      .option('--json', 'print JSON'),
    async (_, options) => (await commands.bench()).bench(options),
  )

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
  return glassbox
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < min || value > max || text.trim() === '')
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`)
    return value
  }
}

function threadList(text: string): number[] {
  return text.split(',').map(integer(1, MAX_THREADS))
}

function assignment(text: string, before: readonly (readonly [string, unknown])[]): (readonly [string, unknown])[] {
  const at = text.indexOf('=')
  if (at <= 0) throw new InvalidArgumentError('It must look like path=value.')
  const value = text.slice(at + 1)
  try {
    return [...before, [text.slice(0, at), JSON.parse(value)]]
  } catch {
    return [...before, [text.slice(0, at), value]]
  }
}

function checkpointName(text: string): 'best' | 'last' | number {
  return text === 'best' || text === 'last' ? text : integer(0, 1_000_000_000)(text)
}
