import { PROGRAM } from './layout'
import { execute } from './program'
import { command, join, joined, nextCommand, teamOf } from './threads'

// Entry of the builds for shared memory.

/** First thread: lets the helpers leave `serve`. */
export function close(): void {
  command(0, joined())
}

/** Helper thread 1, 2, …: takes part in every program until `close`. */
export function serve(thread: i32): void {
  let seen = join(thread)
  // A command without a program is `close`; 0 is no command yet.
  while (seen == 0 || load<usize>(PROGRAM) != 0) {
    seen = nextCommand(seen)
    const team = teamOf(seen, thread)
    const program = load<usize>(PROGRAM)
    if (team > 0 && program != 0) execute(program, thread, team)
  }
}
