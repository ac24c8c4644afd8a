import { throughAll } from './activation'
import { judge, Loss, makeAnswers } from './answers'
import { ABSOLUTE_SUM, CORRECT, EXPONENTIAL, GELU, LOSS_SUM, SOFTMAX, SQUARE_SUM } from './layout'
import { isOfZ, lossSlope, lossTerm } from './loss-terms'
import { exp64 } from './math64'
import { ceilDivide, storePart } from './vector'

/** Examples of a tile. */
export const TILE: u32 = 8

export function lossTiles(count: u32): u32 {
  return ceilDivide(count, TILE)
}

export function answersTile(l: Loss, tile: u32, count: u32): void {
  makeAnswers(l, tile * TILE, min(count, (tile + 1) * TILE))
}

/** C = Σ c(a, y) / divisor; ∂C/∂z = share · ∂c/∂a · f′(z), through softmax p(g − Σ g·p) with g = share · ∂c/∂a. */
export function lossTile(l: Loss, tile: u32, count: u32): void {
  const first = tile * TILE
  const end = min(count, first + TILE)
  makeAnswers(l, first, end)
  for (let example = first; example < end; example++) {
    const label = load<u32>(l.labels + (example << 2))
    const weight = load<f32>(l.weights + (example << 2))
    const row = (example * l.classes) << 2
    if (!l.targets) judge(l, example, label)
    let sum: f64 = 0
    for (let k: u32 = 0; k < l.classes; k++) {
      const a = load<f32>(l.answers + row + (k << 2))
      sum += lossTerm(l.kind, a, load<f32>(l.output + row + (k << 2)), wanted(l, example, k, label))
    }
    if (l.kind == EXPONENTIAL) sum = exp64(sum)
    store<f64>(l.losses + (example << 3), (<f64>weight * sum) / <f64>l.divisor)
    if (l.delta) slopes(l, example, label, shareOf(l, count) * weight * (l.kind == EXPONENTIAL ? <f32>sum : 1))
  }
  if (l.delta) throughOwnAndBelow(l, first * l.classes, (end - first) * l.classes)
}

/** ∂C/∂a of one example; ∂C/∂z behind softmax and where the loss is written by z. */
function slopes(l: Loss, example: u32, label: u32, share: f32): void {
  const row: usize = (example * l.classes) << 2
  let weighted: f32 = 0
  for (let k: u32 = 0; k < l.classes; k++) {
    const at = row + (k << 2)
    const a = load<f32>(l.answers + at)
    const g = share * lossSlope(l.kind, a, wanted(l, example, k, label))
    weighted += g * a
    store<f32>(l.delta + at, g)
  }
  for (let k: u32 = 0; k < l.classes && l.activation == SOFTMAX; k++) {
    const at = row + (k << 2)
    store<f32>(l.delta + at, load<f32>(l.answers + at) * (load<f32>(l.delta + at) - weighted))
  }
}

/** Times f′ of the last activation, unless `slopes` has done it, and of the one below. */
function throughOwnAndBelow(l: Loss, first: u32, length: u32): void {
  const at = first << 2
  const from = (l.activation == GELU ? l.output : l.answers) + at
  const isDone = l.activation == SOFTMAX || isOfZ(l.kind)
  if (!isDone) throughAll(l.activation, l.alpha, from, l.delta + at, length)
  throughAll(l.belowActivation, l.belowAlpha, l.below + at, l.delta + at, length)
}

/** Adds the examples' losses and correct answers, or errors, in order. */
export function metrics(l: Loss, count: u32): void {
  if (l.targets) errors(l, count)
  let sum: f64 = 0
  let correct: u32 = 0
  for (let example: u32 = 0; example < count; example++) {
    sum += load<f64>(l.losses + (example << 3))
    if (!l.targets) correct += load<u32>(l.correct + (example << 2))
  }
  store<f64>(LOSS_SUM, sum)
  store<u32>(CORRECT, correct)
}

function errors(l: Loss, count: u32): void {
  let absolutes: f64 = 0
  let squares: f64 = 0
  for (let at: u32 = 0; at < (count * l.classes) << 2; at += 4) {
    const error = <f64>load<f32>(l.answers + at) - <f64>load<f32>(l.targets + at)
    absolutes += Math.abs(error)
    squares += error * error
  }
  store<f64>(ABSOLUTE_SUM, absolutes)
  store<f64>(SQUARE_SUM, squares)
}

/** C = √m, m being the mean that has been differentiated so far: ∂C = ∂m / 2C, and 0 where C is 0. */
export function rootGradientTile(l: Loss, tile: u32, count: u32): void {
  const root = Math.sqrt(load<f64>(LOSS_SUM) / <f64>count)
  const factor = f32x4.splat(root == 0 ? 0 : <f32>(1 / (2 * root)))
  const end = min(count, (tile + 1) * TILE) * l.classes
  for (let i = tile * TILE * l.classes; i < end; i += 4) {
    const at = l.delta + (i << 2)
    storePart(at, f32x4.mul(v128.load(at), factor), end - i)
  }
}

/** ∂C/∂(what is counted of one answer) */
export function shareOf(l: Loss, count: u32): f32 {
  return <f32>1 / (l.divisor * (l.mean ? <f32>count : 1))
}

/** y of one answer: the number of a regression, else what the label wants. */
function wanted(l: Loss, example: u32, k: u32, label: u32): f32 {
  return l.targets ? load<f32>(l.targets + ((example * l.classes + k) << 2)) : target(l, k, label)
}

/** One-hot, or the label itself for a single output; smoothed: y·(1 − s) + s / classes, one output telling two apart. */
export function target(l: Loss, k: u32, label: u32): f32 {
  const y: f32 = l.classes == 1 ? <f32>label : k == label ? 1 : 0
  return y * (1 - l.smoothing) + l.smoothing / <f32>max<u32>(2, l.classes)
}
