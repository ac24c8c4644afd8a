/** How a network runs: while training, batchNorm takes the batch's statistics and dropout its masks. */
export interface Mode {
  readonly training: boolean
  /** Masks of the dropout layers by layer index; without them nothing is dropped. */
  readonly masks?: Masks | undefined
}

/** By layer index, 1 kept and 0 dropped, shaped like the layer's input. */
export type Masks = ReadonlyMap<number, Float64Array>

/** What one layer saw and made of it. */
export interface LayerTrace {
  readonly x: Float64Array
  /** Before the activation; equal to `a` for layers without one. */
  readonly z: Float64Array
  readonly a: Float64Array
  /** Dropout: 1 kept, 0 dropped; null leaves everything, as in predicting. */
  readonly mask: Float64Array | null
  readonly training: boolean
  /** What the layers inside a residual block saw, and those of its projection. */
  readonly layers: readonly LayerTrace[]
  readonly shortcut: readonly LayerTrace[]
}

export interface LayerGradients {
  readonly dx: Float64Array
  /** ∂C/∂ of all tensors in storage order; 0 for statistics. */
  readonly parameters: Float64Array
}
