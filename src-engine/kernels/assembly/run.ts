import { execute, executeAlone, unclaim } from './program'
import { command, joined } from './threads'

/** First thread: runs a program together with the helpers that have joined; returns when all are done. */
export function run(program: usize): void {
  if (ASC_FEATURE_THREADS) {
    const helpers = joined()
    if (helpers != 0) {
      unclaim(program)
      execute(program, 0, command(program, helpers))
      return
    }
  }
  executeAlone(program)
}

/** First thread: runs a program by itself, where that is done before a helper would be awake. */
export { executeAlone as runAlone } from './program'
