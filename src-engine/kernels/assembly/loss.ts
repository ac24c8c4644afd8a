import { throughActivation } from './activation'
import { CORRECT, LOSS_SUM } from './layout'
import { exp4, log64 } from './math'
import { ceilDivide, storePart } from './vector'

const TILE: u32 = 8

/** Softmax and both losses work on the last layer, example by example. */
@unmanaged
export class Loss {
  /** What the last layer made: logits z before a softmax, else its activations. (examples, classes) */
  output: usize
  /** Softmax of `output`; the same address when there is no softmax. */
  probabilities: usize
  /** ∂C/∂z; 0 when only the loss is asked for. */
  delta: usize
  classes: u32
  /** Class index of each example. */
  labels: usize
  /** Loss (float64) and correctness (0 or 1) of each example. */
  losses: usize
  correct: usize
  activation: u32
}

export function lossTiles(count: u32): u32 {
  return ceilDivide(count, TILE)
}

export function softmaxTile(l: Loss, tile: u32, count: u32): void {
  const end = min(count, (tile + 1) * TILE)
  for (let example = tile * TILE; example < end; example++) softmax(l, example)
}

/** C = ln Σ e^z − z[label]; ∂C/∂z = (p − y) / count, the mean over the batch. */
export function softmaxCrossEntropyTile(l: Loss, tile: u32, count: u32): void {
  const end = min(count, (tile + 1) * TILE)
  const share = <f32>1 / <f32>count
  for (let example = tile * TILE; example < end; example++) {
    const label = load<u32>(l.labels + (example << 2))
    const z = l.output + ((example * l.classes + label) << 2)
    store<f64>(l.losses + (example << 3), softmax(l, example) - <f64>load<f32>(z))
    judge(l, example, label)
    if (!l.delta) continue
    const row = (example * l.classes) << 2
    for (let k: u32 = 0; k < l.classes; k++) {
      const p = load<f32>(l.probabilities + row + (k << 2))
      store<f32>(l.delta + row + (k << 2), (k == label ? p - 1 : p) * share)
    }
  }
}

/**
 * C = Σ (a − y)² / classes (Keras: mean over batch and outputs), y one-hot, or the label itself for a single output.
 * g = ∂C/∂a = 2(a − y) / (classes · count); through softmax ∂C/∂z = p(g − Σ g·p).
 */
export function meanSquaredErrorTile(l: Loss, tile: u32, count: u32): void {
  const end = min(count, (tile + 1) * TILE)
  const isSoftmax = l.probabilities != l.output
  const share = <f32>2 / (<f32>l.classes * <f32>count)
  for (let example = tile * TILE; example < end; example++) {
    const label = load<u32>(l.labels + (example << 2))
    const row = (example * l.classes) << 2
    if (isSoftmax) softmax(l, example)
    judge(l, example, label)
    let sum: f64 = 0
    let weighted: f32 = 0
    for (let k: u32 = 0; k < l.classes; k++) {
      const a = load<f32>(l.probabilities + row + (k << 2))
      const error = a - target(l, k, label)
      sum += <f64>error * <f64>error
      weighted += share * error * a
    }
    store<f64>(l.losses + (example << 3), sum / <f64>l.classes)
    if (!l.delta) continue
    for (let k: u32 = 0; k < l.classes; k++) {
      const a = load<f32>(l.probabilities + row + (k << 2))
      const g = share * (a - target(l, k, label))
      const delta = isSoftmax
        ? a * (g - weighted)
        : f32x4.extract_lane(throughActivation(l.activation, f32x4.splat(a), f32x4.splat(g)), 0)
      store<f32>(l.delta + row + (k << 2), delta)
    }
  }
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

/** p = e^(z − max) / Σ e^(z − max); returns ln Σ e^z. */
function softmax(l: Loss, example: u32): f64 {
  const row = (example * l.classes) << 2
  const z = l.output + row
  const p = l.probabilities + row
  const bytes = l.classes << 2
  let largest = load<f32>(z)
  for (let k: u32 = 4; k < bytes; k += 4) {
    const value = load<f32>(z + k)
    if (value > largest) largest = value
  }
  for (let k: u32 = 0; k < l.classes; k += 4) {
    const shifted = f32x4.sub(v128.load(z + (k << 2)), f32x4.splat(largest))
    storePart(p + (k << 2), exp4(shifted), l.classes - k)
  }
  let sum: f64 = 0
  for (let k: u32 = 0; k < bytes; k += 4) sum += <f64>load<f32>(p + k)
  for (let k: u32 = 0; k < bytes; k += 4) store<f32>(p + k, <f32>(<f64>load<f32>(p + k) / sum))
  return <f64>largest + log64(sum)
}

function target(l: Loss, k: u32, label: u32): f32 {
  return l.classes == 1 ? <f32>label : k == label ? 1 : 0
}

/** Correct when the first largest output is the label's; a single output answers 1 from 0.5 on. */
function judge(l: Loss, example: u32, label: u32): void {
  const row = l.probabilities + ((example * l.classes) << 2)
  let answer: u32 = 0
  if (l.classes == 1) answer = <u32>(load<f32>(row) >= 0.5)
  for (let k: u32 = 1; k < l.classes; k++) {
    if (load<f32>(row + (k << 2)) > load<f32>(row + (answer << 2))) answer = k
  }
  store<u32>(l.correct + (example << 2), <u32>(answer == label))
}
