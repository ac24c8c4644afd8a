import { integerPower } from './math64'

/** Settings and the step count; what is behind `product` is worked out at the beginning of each step. */
@unmanaged
export class Hyperparameters {
  learningRate: f64
  momentum: f64
  beta1: f64
  /** Also ρ of the optimisers that have one memory only. */
  beta2: f64
  epsilon: f64
  /** Steps done. */
  step: f64
  /** Nadam: µ_t = β₁(1 − ½·scheduleᵗ); 0 for its form without schedule. */
  schedule: f64
  /** Nadam: Π µ_i over the steps up to `productStep`. */
  product: f64
  productStep: f64
  /** Most that the norm of the gradient may be. */
  normLimit: f64
  /** η / (1 − β₁ᵗ) */
  rate: f32
  /** 1 / √(1 − β₂ᵗ) */
  scale: f32
  /** Nadam: shares of m and g. */
  ofMean: f32
  ofGradient: f32
  /** ε inside and outside the root; one of them is 0. */
  inside: f32
  outside: f32
  /** What clipping by norm multiplies the gradient by, and where clipping by value cuts it. */
  clipScale: f32
  clipValue: f32
  /** 1 for Adam's form with ε beside the root of the moment as it is. */
  uncorrected: u32
}

export function beginStep(h: Hyperparameters): void {
  h.step += 1
  if (h.beta1 == 0 && h.beta2 == 0) {
    // Nothing has decayed that would have to be corrected.
    h.rate = <f32>h.learningRate
    h.scale = 1
    h.ofMean = 0
    h.ofGradient = 1
    return
  }
  const step = <u64>h.step
  const correction1 = 1 - integerPower(h.beta1, step)
  const correction2 = Math.sqrt(1 - integerPower(h.beta2, step))
  h.rate = <f32>(h.learningRate / correction1)
  h.scale = <f32>(1 / correction2)
  if (h.uncorrected) {
    h.rate = <f32>((h.learningRate * correction2) / correction1)
    h.scale = 1
  }
  shares(h, step, correction1)
}

/** Nadam's shares of m and g; see `reference/optimizers/nadam.ts`. */
function shares(h: Hyperparameters, step: u64, correction1: f64): void {
  if (h.schedule == 0) {
    h.ofMean = <f32>(h.beta1 / correction1)
    h.ofGradient = <f32>((1 - h.beta1) / correction1)
    return
  }
  // A restored step count makes the product anew, by the same multiplications.
  if (h.productStep >= h.step) h.productStep = 0
  if (h.productStep == 0) h.product = 1
  for (; h.productStep < h.step; h.productStep += 1) h.product *= momentumAt(h, <u64>h.productStep + 1)
  const next = momentumAt(h, step + 1)
  h.ofMean = <f32>(next / (1 - h.product * next))
  h.ofGradient = <f32>((1 - momentumAt(h, step)) / (1 - h.product))
}

function momentumAt(h: Hyperparameters, step: u64): f64 {
  return h.beta1 * (1 - 0.5 * integerPower(h.schedule, step))
}
