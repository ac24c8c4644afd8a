import { readFileSync } from 'node:fs'

export interface OptimiserTrace {
  readonly theta: readonly [number, number]
}

/** Numbers computed in float64 by an independent script, cross-checked against scikit-learn and Keras. */
interface Goldens {
  readonly optimisers: { readonly theta0: number[]; readonly runs: Readonly<Record<string, readonly OptimiserTrace[]>> }
  readonly softmax: Readonly<
    Record<
      string,
      { softmax: number[]; jacobian: number[][] | null; cross_entropy_last_class_hot: number; dCE_dz: number[] }
    >
  >
  readonly costs: Readonly<Record<string, { T: number[][]; Z: number[][]; values: Record<string, number> }>>
  readonly conv2d_valid_crosscorrelation: {
    readonly img: number[][]
    readonly kernel: number[][]
    readonly out: number[][]
    readonly relu: number[][]
    readonly maxpool2x2_stride2_of_img: number[][]
  }
  readonly activations: { readonly points: Readonly<Record<string, Record<string, number>>> }
}

export const goldens = JSON.parse(
  readFileSync(new URL('../../fixtures/goldens.json', import.meta.url), 'utf8'),
) as Goldens
