import { attachTo } from './attach.ts'
import type { Driver } from './desktop.ts'
import { knownFiles } from './known-files.ts'
import { startStandIn } from './stand-in-process.ts'

interface Launch {
  readonly main: string
  readonly userData: string
  readonly args: readonly string[]
}

export async function launchStandIn({ main, userData, args }: Launch): Promise<Driver> {
  const running = await startStandIn(main, userData, args)
  return {
    page: attachTo(
      () => running.call('window'),
      () => running.output(),
    ),
    main: (work, arg) => running.call('main', work.toString(), arg) as never,
    answer: (answers) => running.call('answer', answers),
    async recorded() {
      // What was written down before arrives before the answer; of an application that has ended, everything has.
      await running.call('main', '() => null', null).catch(() => undefined)
      return running.records()
    },
    clickNotification: (index) => running.call('clickNotification', index),
    announceFiles: async (paths) => running.call('files', await knownFiles(paths)),
    forge: (url, channel, args) => running.call('forge', url, channel, args),
    exited: running.exited,
    output: () => running.output(),
    kill: (signal) => running.kill(signal),
    async secondInstance(more, cwd) {
      const second = await startStandIn(main, userData, [...args.slice(0, 2), ...more], cwd)
      return (await second.exited).code
    },
  }
}
