import * as layout from './layout'
import { execute, following, Instruction } from './program'
import { command } from './threads'

/** First thread: runs a program together with the helpers that have joined; returns when all are done. */
export function run(program: usize): void {
  for (let i = changetype<Instruction>(program); i.opcode != layout.END; i = following(i)) i.nextTile = 0
  execute(program, 0, ASC_FEATURE_THREADS ? command(program) : 1)
}
