import { runTile, tileCount } from './dispatch'
import * as layout from './layout'
import { barrier, claim, command, join, nextCommand, teamOf } from './threads'

@unmanaged
class Instruction {
  opcode: u32
  bytes: u32
  barrier: u32
  nextTile: u32
}

/** First thread: runs a program together with the helpers that have joined; returns when all are done. */
export function run(program: usize): void {
  for (let i = changetype<Instruction>(program); i.opcode != layout.END; i = following(i)) i.nextTile = 0
  execute(program, 0, command(program))
}

/** First thread: lets the helpers leave `serve`. */
export function close(): void {
  command(0)
}

/** Helper thread 1, 2, …: takes part in every program until `close`. */
export function serve(thread: i32): void {
  let seen = join(thread)
  // A command without a program is `close`; 0 is no command yet.
  while (seen == 0 || load<usize>(layout.PROGRAM) != 0) {
    seen = nextCommand(seen)
    const team = teamOf(seen, thread)
    const program = load<usize>(layout.PROGRAM)
    if (team > 0 && program != 0) execute(program, thread, team)
  }
}

/** 1 when a·b + c is rounded once: (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ then, else 0. */
export function fusesMultiplyAdd(x: f32, y: f32): bool {
  const result = f32x4.relaxed_madd(f32x4.splat(x), f32x4.splat(x), f32x4.splat(y))
  return f32x4.extract_lane(result, 0) != 0
}

function execute(program: usize, thread: i32, team: i32): void {
  const count = load<u32>(layout.COUNT)
  const scratch = load<usize>(layout.SCRATCH) + thread * layout.SCRATCH_BYTES
  for (let i = changetype<Instruction>(program); i.opcode != layout.END; i = following(i)) {
    const counter = changetype<usize>(i) + offsetof<Instruction>('nextTile')
    const args = changetype<usize>(i) + layout.INSTRUCTION_BYTES
    const opcode = i.opcode
    const tiles = tileCount(opcode, args, count)
    for (let tile = claim(counter, team); tile < tiles; tile = claim(counter, team))
      runTile(opcode, args, tile, count, scratch)
    if (i.barrier) barrier(team)
  }
  barrier(team)
}

function following(i: Instruction): Instruction {
  return changetype<Instruction>(changetype<usize>(i) + i.bytes)
}
