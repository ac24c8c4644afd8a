import * as layout from './layout'
import { runTile } from './run-tile'
import { barrier, claim } from './threads'
import { tileCount } from './tile-count'

/** One step of a program; its arguments follow. */
@unmanaged
class Instruction {
  opcode: u32
  bytes: u32
  barrier: u32
  nextTile: u32
}

/** Before a team begins: no tile of any instruction is taken. */
export function unclaim(program: usize): void {
  for (let i = changetype<Instruction>(program); i.opcode != layout.END; i = following(i)) i.nextTile = 0
}

/** One thread's share of a program: instruction after instruction, tile after tile, until the whole team is done. */
export function execute(program: usize, thread: i32, team: i32): void {
  const count = load<u32>(layout.COUNT)
  const scratch = load<usize>(layout.SCRATCH) + thread * layout.SCRATCH_BYTES
  for (let i = changetype<Instruction>(program); i.opcode != layout.END; i = following(i)) {
    const counter = changetype<usize>(i) + offsetof<Instruction>('nextTile')
    const args = changetype<usize>(i) + layout.INSTRUCTION_BYTES
    const opcode = i.opcode
    const tiles = tileCount(opcode, args, count)
    for (let tile = claim(counter); tile < tiles; tile = claim(counter)) runTile(opcode, args, tile, count, scratch)
    if (i.barrier) barrier(team)
  }
  barrier(team)
}

/** The same without anybody to wait for: the tiles of every instruction in their order. */
export function executeAlone(program: usize): void {
  const count = load<u32>(layout.COUNT)
  const scratch = load<usize>(layout.SCRATCH)
  for (let i = changetype<Instruction>(program); i.opcode != layout.END; i = following(i)) {
    const args = changetype<usize>(i) + layout.INSTRUCTION_BYTES
    const opcode = i.opcode
    const tiles = tileCount(opcode, args, count)
    for (let tile: u32 = 0; tile < tiles; tile++) runTile(opcode, args, tile, count, scratch)
  }
}

function following(i: Instruction): Instruction {
  return changetype<Instruction>(changetype<usize>(i) + i.bytes)
}
