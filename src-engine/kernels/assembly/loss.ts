import { throughActivation } from './activation'
import { answer, judge, Loss } from './answers'
import { CORRECT, EXPONENTIAL, GELU, LOSS_SUM, SOFTMAX } from './layout'
import { isOfZ, lossSlope, lossTerm } from './loss-terms'
import { exp64 } from './math64'
import { ceilDivide, storePart } from './vector'

/** Examples of a tile. */
export const TILE: u32 = 8

export function lossTiles(count: u32): u32 {
  return ceilDivide(count, TILE)
}

export function answersTile(l: Loss, tile: u32, count: u32): void {
  const end = min(count, (tile + 1) * TILE)
  for (let example = tile * TILE; example < end; example++) answer(l, example)
}

/** C = Σ c(a, y) / divisor; ∂C/∂z = share · ∂c/∂a · f′(z), through softmax p(g − Σ g·p) with g = share · ∂c/∂a. */
export function lossTile(l: Loss, tile: u32, count: u32): void {
  const end = min(count, (tile + 1) * TILE)
  for (let example = tile * TILE; example < end; example++) {
    const label = load<u32>(l.labels + (example << 2))
    const weight = load<f32>(l.weights + (example << 2))
    const row = (example * l.classes) << 2
    answer(l, example)
    judge(l, example, label)
    let sum: f64 = 0
    for (let k: u32 = 0; k < l.classes; k++) {
      const a = load<f32>(l.answers + row + (k << 2))
      sum += lossTerm(l.kind, a, load<f32>(l.output + row + (k << 2)), target(l, k, label))
    }
    if (l.kind == EXPONENTIAL) sum = exp64(sum)
    store<f64>(l.losses + (example << 3), (<f64>weight * sum) / <f64>l.divisor)
    if (l.delta) deltas(l, row, label, shareOf(l, count) * weight * (l.kind == EXPONENTIAL ? <f32>sum : 1))
  }
}

function deltas(l: Loss, row: usize, label: u32, share: f32): void {
  const isSoftmax = l.activation == SOFTMAX
  let weighted: f32 = 0
  for (let k: u32 = 0; k < l.classes && isSoftmax; k++) {
    const a = load<f32>(l.answers + row + (k << 2))
    weighted += share * lossSlope(l.kind, a, target(l, k, label)) * a
  }
  for (let k: u32 = 0; k < l.classes; k++) {
    const at = row + (k << 2)
    const a = load<f32>(l.answers + at)
    const g = share * lossSlope(l.kind, a, target(l, k, label))
    if (isSoftmax) storeDelta(l, at, a * (g - weighted))
    else if (isOfZ(l.kind)) storeDelta(l, at, g)
    else storeDelta(l, at, throughOwn(l, at, a, g))
  }
}

/** g · f′ of the last activation */
function throughOwn(l: Loss, at: usize, a: f32, g: f32): f32 {
  const from = l.activation == GELU ? load<f32>(l.output + at) : a
  return f32x4.extract_lane(throughActivation(l.activation, l.alpha, f32x4.splat(from), f32x4.splat(g)), 0)
}

function storeDelta(l: Loss, at: usize, delta: f32): void {
  const from = v128.load32_splat(l.below + at)
  store<f32>(
    l.delta + at,
    f32x4.extract_lane(throughActivation(l.belowActivation, l.belowAlpha, from, f32x4.splat(delta)), 0),
  )
}

/** Adds the examples' losses and correct answers in order. */
export function metrics(l: Loss, count: u32): void {
  let sum: f64 = 0
  let correct: u32 = 0
  for (let example: u32 = 0; example < count; example++) {
    sum += load<f64>(l.losses + (example << 3))
    correct += load<u32>(l.correct + (example << 2))
  }
  store<f64>(LOSS_SUM, sum)
  store<u32>(CORRECT, correct)
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

/** One-hot, or the label itself for a single output; smoothed: y·(1 − s) + s / classes, one output telling two apart. */
export function target(l: Loss, k: u32, label: u32): f32 {
  const y: f32 = l.classes == 1 ? <f32>label : k == label ? 1 : 0
  return y * (1 - l.smoothing) + l.smoothing / <f32>max<u32>(2, l.classes)
}
