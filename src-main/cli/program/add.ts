import type { Command } from 'commander'

/** What a command does. @returns its exit code */
export type Work<O> = (args: string[], options: O) => Promise<number>
/** Lets a command do its work, with the global options among its own. */
export type Run = <O extends object>(command: Command, work: Work<O>) => void

/** How a run is named on the command line. */
export const RUN = 'id, beginning of an id, name, or "last"'

/** Adds a command whose options include the global ones, which may stand anywhere. */
export function add(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--home <dir>', 'folder that keeps everything')
    .option('--json', 'print one JSON document')
}
