import { Command, Option } from 'commander'
import { BUILT_INS } from '../../../src-engine/data/built-in.ts'
import { PRESETS } from '../../../src-engine/spec/presets.ts'
import { MAX_THREADS } from '../../../src-engine/spec/threads.ts'
import { VERSION } from '../../version.ts'
import type { BenchOptions } from '../commands/bench.ts'
import type { ClassifyOptions } from '../commands/classify.ts'
import type { EvaluateOptions } from '../commands/evaluate.ts'
import type { GradcheckOptions } from '../commands/gradcheck.ts'
import type { LessonCommandOptions } from '../commands/lesson.ts'
import type { ResumeOptions } from '../commands/resume.ts'
import type { ServeOptions } from '../commands/serve.ts'
import type { TrainOptions } from '../commands/train.ts'
import type { VerifyOptions } from '../commands/verify.ts'
import { addTableOptions } from '../table-options.ts'
import { add, RUN, type Run, type Work } from './add.ts'
import { addDataCommands } from './data-commands.ts'
import { addRunsCommands } from './runs-commands.ts'
import { assignment, checkpointName, integer, threadList } from './values.ts'

/** Each command's code is loaded when it is asked for: no command should wait for what only others need. */
const commands = {
  bench: () => import('../commands/bench.ts'),
  classify: () => import('../commands/classify.ts'),
  evaluate: () => import('../commands/evaluate.ts'),
  gradcheck: () => import('../commands/gradcheck.ts'),
  lesson: () => import('../commands/lesson.ts'),
  resume: () => import('../commands/resume.ts'),
  serve: () => import('../commands/serve.ts'),
  train: () => import('../commands/train.ts'),
  verify: () => import('../commands/verify.ts'),
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

  const run: Run = <O extends object>(command: Command, work: Work<O>): void => {
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

  addDataCommands(glassbox, run)

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

  addRunsCommands(glassbox, run)
  return glassbox
}
