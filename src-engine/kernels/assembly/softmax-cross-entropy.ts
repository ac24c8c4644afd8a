import { throughAll } from './activation'
import { judge, Loss, softmax } from './answers'
import { KULLBACK_LEIBLER } from './layout'
import { shareOf, target, TILE } from './loss'
import { log64 } from './math64'
import { storePart } from './vector'

/** C = Σ y·(ln Σ e^z − z); ∂C/∂z = (p·Σy − y) · share. Kullback and Leibler's divergence is that and Σ y ln y. */
export function softmaxCrossEntropyTile(l: Loss, tile: u32, count: u32): void {
  const classes = l.classes
  const end = min(count, (tile + 1) * TILE)
  for (let example = tile * TILE; example < end; example++) {
    const label = load<u32>(l.labels + (example << 2))
    const weight = load<f32>(l.weights + (example << 2))
    const row = (example * classes) << 2
    const logSum = softmax(l, example)
    judge(l, example, label)
    // All targets but the label's are the same: 0, if nothing smooths them.
    const place = classes == 1 ? 0 : label
    const here = target(l, place, label)
    const elsewhere: f32 = classes == 1 ? 0 : target(l, label + 1, label)
    let sum = lossOf(l, here, logSum, row + (place << 2))
    if (elsewhere != 0) {
      for (let k: u32 = 0; k < classes; k++) if (k != place) sum += lossOf(l, elsewhere, logSum, row + (k << 2))
    }
    store<f64>(l.losses + (example << 3), <f64>weight * sum)
    if (l.delta) deltas(l, row, place, here, elsewhere, shareOf(l, count) * weight)
  }
}

/** One class' part of the loss; 0 · ∞ would be NaN where a class that is not wanted has the logit −∞. */
function lossOf(l: Loss, target: f32, logSum: f64, at: usize): f64 {
  if (target == 0) return 0
  const y = <f64>target
  const part = y * (logSum - <f64>load<f32>(l.output + at))
  return l.kind == KULLBACK_LEIBLER ? part + y * log64(y) : part
}

function deltas(l: Loss, row: usize, place: u32, here: f32, elsewhere: f32, share: f32): void {
  const classes = l.classes
  const p = l.answers + row
  const delta = l.delta + row
  const y = f32x4.splat(elsewhere)
  const factor = f32x4.splat(share)
  for (let k: u32 = 0; k < classes; k += 4) {
    const at = k << 2
    storePart(delta + at, f32x4.mul(f32x4.sub(v128.load(p + at), y), factor), classes - k)
  }
  const own = load<f32>(p + (place << 2))
  // One class alone is certain, whatever its target.
  store<f32>(delta + (place << 2), ((classes == 1 ? own * here : own) - here) * share)
  throughAll(l.belowActivation, l.belowAlpha, l.below + row, delta, classes)
}
