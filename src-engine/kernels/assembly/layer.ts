import { throughActivation } from './activation'

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
}

/** A layer that applies an activation to what it writes. */
@unmanaged
export class ActivatedLayer extends Layer {
  activation: u32
  alpha: f32
}

/** ∂C/∂z of the four inputs `at` bytes from the first, from what reaches them: δ · f′. */
export function throughBelow(l: Layer, at: usize, delta: v128): v128 {
  return throughActivation(l.belowActivation, l.belowAlpha, v128.load(l.below + at), delta)
}
