// Memory that is not shared has one thread: there nobody waits, and `run` leaves all of this out of the build.

import { ARRIVED, COMMAND, JOINED, PHASE, PROGRAM, SLEEPERS } from './layout'

/**
 * Looks at a word this often before sleeping, some 50 µs: longer than uneven tiles take, and JavaScript between two steps,
 * because waking takes about as long; short enough when threads outnumber cores.
 */
const SPIN: i32 = 60_000

function awaitChange(address: usize, old: i32): void {
  for (let i: i32 = 0; i < SPIN; i++) if (atomic.load<i32>(address) != old) return
  while (atomic.load<i32>(address) == old) {
    atomic.add<i32>(SLEEPERS, 1)
    atomic.wait<i32>(address, old, -1)
    atomic.sub<i32>(SLEEPERS, 1)
  }
}

function wake(address: usize): void {
  if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(address, -1)
}

/** Returns when all threads of the team have arrived. */
export function barrier(team: i32): void {
  const phase = atomic.load<i32>(PHASE)
  if (atomic.add<i32>(ARRIVED, 1) == team - 1) {
    atomic.store<i32>(ARRIVED, 0)
    atomic.store<i32>(PHASE, phase + 1)
    wake(PHASE)
  } else awaitChange(PHASE, phase)
}

/** Takes the next tile of an instruction; who computes a tile never changes its bits. */
export function claim(counter: usize): u32 {
  return atomic.add<u32>(counter, 1)
}

/** The set of helpers that have announced themselves. */
export function joined(): i32 {
  return atomic.load<i32>(JOINED)
}

/**
 * The command word is a generation number (high half) over the set of helpers it asks (low half). The first thread never
 * goes on before every asked helper is done, so no helper can miss a command that asks for it.
 * Returns the team's size.
 */
export function command(program: usize, helpers: i32): i32 {
  atomic.store<u32>(PROGRAM, program)
  // 1 … 65,535, so that a command is never 0.
  const generation = (((<u32>atomic.load<i32>(COMMAND)) >>> 16) % 0xffff) + 1
  atomic.store<i32>(COMMAND, <i32>((generation << 16) | helpers))
  wake(COMMAND)
  return 1 + popcnt(helpers)
}

/** Helper's side: announces itself. Returns the command already seen. */
export function join(thread: i32): i32 {
  const seen = atomic.load<i32>(COMMAND)
  atomic.or<i32>(JOINED, 1 << thread)
  return seen
}

/** Waits for a command newer than `seen`. */
export function nextCommand(seen: i32): i32 {
  awaitChange(COMMAND, seen)
  return atomic.load<i32>(COMMAND)
}

/** The team's size when the command asks for this helper, else 0. */
export function teamOf(command: i32, thread: i32): i32 {
  return command & (1 << thread) ? 1 + popcnt(command & 0xffff) : 0
}
