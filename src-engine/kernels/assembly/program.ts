import { Dropout, dropoutGradientTile, dropoutTile, dropoutTiles } from './dropout'
import * as layout from './layout'
import { Loss, lossTiles, meanSquaredErrorTile, metrics, softmaxCrossEntropyTile, softmaxTile } from './loss'
import { adamTile, beginStep, Hyperparameters, momentumTile, sgdTile, Update, updateTiles } from './optimizer'
import { Pack, packBackwardTile, packBackwardTiles, packForwardTile, packForwardTiles } from './pack'
import { MaxPool, maxPoolGradientTile, maxPoolTile, maxPoolTiles } from './pool'
import { Product, productTile, productTiles, WeightGradient, weightGradientTile, weightGradientTiles } from './product'
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

/** How many tiles an instruction has depends on the plan and the batch, never on the number of threads. */
function tileCount(opcode: u32, args: usize, count: u32): u32 {
  switch (opcode) {
    case layout.PACK_FORWARD:
      return packForwardTiles(changetype<Pack>(args))
    case layout.PACK_BACKWARD:
      return packBackwardTiles(changetype<Pack>(args))
    case layout.FORWARD_PRODUCT:
    case layout.INPUT_GRADIENT:
      return productTiles(changetype<Product>(args), count)
    case layout.WEIGHT_GRADIENT:
      return weightGradientTiles(changetype<WeightGradient>(args), count)
    case layout.MAX_POOL:
      return maxPoolTiles(changetype<MaxPool>(args), count)
    case layout.MAX_POOL_GRADIENT:
      return count
    case layout.DROPOUT:
    case layout.DROPOUT_GRADIENT:
      return dropoutTiles(changetype<Dropout>(args), count)
    case layout.SOFTMAX:
    case layout.SOFTMAX_CROSS_ENTROPY:
    case layout.MEAN_SQUARED_ERROR:
      return lossTiles(count)
    case layout.SGD:
    case layout.MOMENTUM:
    case layout.ADAM:
      return updateTiles(changetype<Update>(args))
    default:
      return 1
  }
}

function runTile(opcode: u32, args: usize, tile: u32, count: u32, scratch: usize): void {
  switch (opcode) {
    case layout.BEGIN_STEP:
      return beginStep(changetype<Hyperparameters>(load<usize>(args)))
    case layout.PACK_FORWARD:
      return packForwardTile(changetype<Pack>(args), tile)
    case layout.PACK_BACKWARD:
      return packBackwardTile(changetype<Pack>(args), tile)
    case layout.FORWARD_PRODUCT:
      return productTile(changetype<Product>(args), tile, count, scratch, false)
    case layout.INPUT_GRADIENT:
      return productTile(changetype<Product>(args), tile, count, scratch, true)
    case layout.WEIGHT_GRADIENT:
      return weightGradientTile(changetype<WeightGradient>(args), tile, count, scratch)
    case layout.MAX_POOL:
      return maxPoolTile(changetype<MaxPool>(args), tile)
    case layout.MAX_POOL_GRADIENT:
      return maxPoolGradientTile(changetype<MaxPool>(args), tile)
    case layout.DROPOUT:
      return dropoutTile(changetype<Dropout>(args), tile, count)
    case layout.DROPOUT_GRADIENT:
      return dropoutGradientTile(changetype<Dropout>(args), tile, count)
    case layout.SOFTMAX:
      return softmaxTile(changetype<Loss>(args), tile, count)
    case layout.SOFTMAX_CROSS_ENTROPY:
      return softmaxCrossEntropyTile(changetype<Loss>(args), tile, count)
    case layout.MEAN_SQUARED_ERROR:
      return meanSquaredErrorTile(changetype<Loss>(args), tile, count)
    case layout.METRICS:
      return metrics(changetype<Loss>(args), count)
    case layout.SGD:
      return sgdTile(changetype<Update>(args), tile, count)
    case layout.MOMENTUM:
      return momentumTile(changetype<Update>(args), tile, count)
    case layout.ADAM:
      return adamTile(changetype<Update>(args), tile, count)
  }
}
