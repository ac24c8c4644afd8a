import { activate, throughActivation } from './activation'
import { LINEAR, RELU } from './layout'

// What is done to every vector is written into its loop: a call would cost as much as the work.

/** What every layer is told first: the tensors before and behind it, and how their gradients hang together. */
@unmanaged
export class Layer {
  input: usize
  output: usize
  /** ∂C/∂z of the input, z being the value before the activation that made it; 0 where nobody asks. */
  inputDelta: usize
  /** ∂C/∂z of the output. */
  outputDelta: usize
  /** What the slope of the input's activation is worked out from: z for gelu, else the input. */
  below: usize
  belowActivation: u32
  belowAlpha: f32

  /** ∂C/∂z of the four inputs `at` bytes from the first, from what reaches them: δ · f′. */
  @inline
  throughBelow(at: usize, delta: v128): v128 {
    const from = v128.load(this.below + at)
    if (this.belowActivation == RELU) return v128.and(delta, f32x4.gt(from, f32x4.splat(0)))
    if (this.belowActivation == LINEAR) return delta
    return throughActivation(this.belowActivation, this.belowAlpha, from, delta)
  }
}

/** A layer that applies an activation to what it writes. */
@unmanaged
export class ActivatedLayer extends Layer {
  activation: u32
  alpha: f32

  /** a = f(z) */
  @inline
  activated(z: v128): v128 {
    if (this.activation == RELU) return f32x4.pmax(z, f32x4.splat(0))
    if (this.activation == LINEAR) return z
    return activate(this.activation, this.alpha, z)
  }
}
