import { activate } from './activation'
import { LINEAR, SOFTMAX } from './layout'
import { exp4 } from './math'
import { log64 } from './math64'
import { firstLanes, promoteHigh, storePart } from './vector'

/**
 * The network's answers, example by example, and what a loss says of them. The last layer stays linear and its activation
 * is applied here, so that a loss can be written by z where a alone would overflow or round to 1.
 */
@unmanaged
export class Loss {
  /** z of the last layer: (examples, classes) */
  output: usize
  /** a = f(z); the same address where f is linear. */
  answers: usize
  /** ∂C/∂z; 0 when only the loss is asked for. */
  delta: usize
  classes: u32
  /** Class index of each example, the targets of a regression (float32, like the answers; else 0), and the factor of its loss (float32). */
  labels: usize
  targets: usize
  weights: usize
  /** Loss (float64) and correctness (0 or 1) of each example. */
  losses: usize
  correct: usize
  /** What is counted, and what an example's count is divided by. */
  kind: u32
  divisor: f32
  /** 1 when the cost is a mean over the examples, 0 when it is their sum. */
  mean: u32
  smoothing: f32
  activation: u32
  alpha: f32
  /** The activation that made `output`: where the last layer passes on what one before it has made. */
  below: usize
  belowActivation: u32
  belowAlpha: f32
}

/** a = f(z) of the examples [first, end). */
export function makeAnswers(l: Loss, first: u32, end: u32): void {
  if (l.activation == LINEAR) return
  if (l.activation == SOFTMAX) {
    for (let example = first; example < end; example++) softmax(l, example)
    return
  }
  const last = end * l.classes
  for (let i = first * l.classes; i < last; i += 4) {
    storePart(l.answers + (i << 2), activate(l.activation, l.alpha, v128.load(l.output + (i << 2))), last - i)
  }
}

/** p = e^(z − max) / Σ e^(z − max); returns ln Σ e^z. */
export function softmax(l: Loss, example: u32): f64 {
  const row = (example * l.classes) << 2
  const z = l.output + row
  const p = l.answers + row
  const bytes = l.classes << 2
  let largest = load<f32>(z)
  for (let k: u32 = 4; k < bytes; k += 4) {
    const value = load<f32>(z + k)
    largest = value > largest ? value : largest
  }
  const most = f32x4.splat(largest)
  let sums = f64x2.splat(0)
  for (let k: u32 = 0; k < l.classes; k += 4) {
    const e = exp4(f32x4.sub(v128.load(z + (k << 2)), most))
    storePart(p + (k << 2), e, l.classes - k)
    const part = firstLanes(e, l.classes - k)
    sums = f64x2.add(sums, f64x2.add(f64x2.promote_low_f32x4(part), promoteHigh(part)))
  }
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
  const share = f64x2.splat(1 / sum)
  for (let k: u32 = 0; k < l.classes; k += 4) {
    const e = v128.load(p + (k << 2))
    const low = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.promote_low_f32x4(e), share))
    const high = f32x4.demote_f64x2_zero(f64x2.mul(promoteHigh(e), share))
    storePart(p + (k << 2), i32x4.shuffle(low, high, 0, 1, 4, 5), l.classes - k)
  }
  return <f64>largest + log64(sum)
}

/** Correct when the first largest output is the label's; a single output answers 1 from 0.5 on. None is right beside a NaN. */
export function judge(l: Loss, example: u32, label: u32): void {
  const row = l.answers + ((example * l.classes) << 2)
  let best = load<f32>(row)
  let answer: u32 = l.classes == 1 ? <u32>(best >= 0.5) : 0
  let hasNaN = l.classes > 1 && best != best
  for (let k: u32 = 1; k < l.classes; k++) {
    const a = load<f32>(row + (k << 2))
    hasNaN = hasNaN || a != a
    if (a > best) {
      best = a
      answer = k
    }
  }
  store<u32>(l.correct + (example << 2), <u32>(!hasNaN && answer == label))
}
