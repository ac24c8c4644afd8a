import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface OptimiserTrace {
  readonly theta: readonly [number, number]
}

/** A number that is documented elsewhere: `full` is ours, `printed` what stands there. */
interface Documented {
  readonly full: number
  readonly printed?: string
  /** Whether `printed` is `full`, rounded. */
  readonly ok?: boolean
}

interface WorkedExample {
  readonly x: number[]
  readonly forward: Readonly<Record<string, Documented>>
  readonly updated: Readonly<Record<string, Documented>>
}

interface MazurState {
  readonly E_total: number
  readonly out_o1: number
  readonly out_o2: number
  readonly W: Readonly<Record<string, number>>
  readonly B_h1_h2_o1_o2: number[]
}

export interface TwoTwoOne {
  readonly W1: number[][]
  readonly b1: number[]
  readonly W2: number[]
  readonly b2: number
}

interface Unit {
  readonly w: number[]
  readonly b: number
  /** The widest line between what fires and what does not. */
  readonly hard_margin_svm_line?: { readonly w: number[]; readonly b: number; readonly margin: number }
  readonly table: { readonly x: number[]; readonly z: number; readonly y: number }[]
}

interface Cost {
  readonly T: number[][]
  readonly Z: number[][]
  readonly values: Record<string, number>
  readonly printed_terms?: number[]
}

interface SklearnRun {
  readonly init: { readonly coefs: number[][][]; readonly intercepts: number[][] }
  readonly coefs: number[][][]
  readonly intercepts: number[][]
  readonly n_iter: number
  readonly loss: number
  readonly proba: number[]
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
  readonly costs: Readonly<Record<string, Cost & Record<string, number>>>
  readonly conv2d_valid_crosscorrelation: {
    readonly img: number[][]
    readonly kernel: number[][]
    readonly out: number[][]
    readonly relu: number[][]
    readonly maxpool2x2_stride2_of_img: number[][]
  }
  readonly mazur: WorkedExample & {
    readonly W: Readonly<Record<string, number>>
    readonly t: number[]
    readonly trajectories: Readonly<Record<string, Readonly<Record<string, MazurState>>>>
    readonly backward: Readonly<Record<string, Documented>>
    readonly grad_w: Readonly<Record<string, Documented>>
    readonly grad_b: Readonly<Record<'h1' | 'h2' | 'o1' | 'o2' | 'b1_shared' | 'b2_shared', number>>
    readonly printed_checks: Readonly<Record<'E_after_1' | 'E_after_10000', { readonly printed: string }>> & {
      readonly outputs_after_10000: { readonly printed: string[] }
    }
  }
  readonly man_vs_chicken: WorkedExample & {
    readonly eta: number
    readonly t: number[]
    readonly P: Readonly<Record<string, number>>
    readonly grad: Readonly<Record<string, Documented>>
    readonly deltas: Readonly<Record<string, Documented>>
    readonly denominators: Readonly<Record<string, Documented>>
    readonly forward_after_update: Readonly<Record<string, number>>
    readonly updated_if_book_slips_kept: Readonly<Record<'w4' | 'bw1' | 'bw2' | 'SE_after', number>>
    readonly training_trajectory_extension: Readonly<Record<string, { SE: number; outc1: number; outc2: number }>>
  }
  readonly gradient_check: {
    readonly 'w5_eps_1e-4': Readonly<
      Record<'E_plus' | 'E_minus' | 'numeric' | 'analytic' | 'relative_error', Documented>
    >
    readonly toy_example: Readonly<Record<'analytic' | 'numeric' | 'relative', number>>
    readonly bands: (readonly [range: string, sentence: string])[]
    readonly all: Readonly<Record<string, Readonly<Record<string, { numeric: number; analytic: number }>>>>
  }
  readonly ng_backprop_3_3_3_1: {
    readonly Theta: number[][][]
    readonly X: number[][]
    readonly Y: number[]
    readonly h: number[]
    readonly J: number
    readonly D: number[][][]
  }
  readonly zero_init_symmetry: Readonly<Record<string, Readonly<Record<string, TwoTwoOne>>>>
  readonly cheese_festival: Readonly<Record<'any_two' | 'thirst', Unit>>
  readonly gates: Readonly<Record<'AND' | 'OR' | 'NOT' | 'NAND', Unit>>
  readonly xor_single_perceptron: {
    readonly linearly_separable_by_truth_table_00_01_10_11: Readonly<Record<string, boolean>>
    readonly separable_count: number
    readonly lattice_solutions_found: number
    readonly hidden_layer_solution: Readonly<Record<'h1' | 'h2' | 'out', { w: number[]; b: number }>> & {
      readonly table: { x: number[]; h1_h2_y: number[] }[]
    }
  }
  readonly one_hot: Readonly<Record<'man' | 'chicken' | 'apple' | 'orange', number[]>> & {
    readonly xor: { readonly rows: number[][] }
    readonly digits: Readonly<Record<string, number[]>>
  }
  readonly batch_arithmetic: Readonly<Record<string, number>> & {
    readonly split_60_20_20_of_10: number[]
    readonly mnist: Readonly<Record<'train' | 'validation' | 'test' | 'total', number>>
    readonly pixels: Readonly<Record<string, number>>
  }
  readonly matrix: Readonly<Record<'2x4' | '3x2', number[][]>> & Readonly<Record<'elem_r1c1' | 'elem_r3c2', number>>
  readonly sklearn_xor: Readonly<Record<'logistic' | 'relu', SklearnRun>>
  readonly keras_xor: {
    readonly models: Readonly<Record<string, string>>
    readonly printed: Readonly<Record<string, { prob: number[]; pred: number[]; acc: number }>>
    readonly simulation_4000_seeds: Readonly<
      Record<
        string,
        { accuracy_hist: Record<string, number>; closest: { W1: number[][]; W2: number[]; out: number[] } }
      >
    >
  }
  readonly batch_norm: Readonly<Record<'x' | 'xhat' | 'dy' | 'dx', number[]>> &
    Readonly<Record<'eps' | 'gamma' | 'beta' | 'mean' | 'var_biased' | 'dgamma' | 'dbeta', number>>
  readonly dropout: Readonly<Record<string, number[]>>
  readonly regularisation: Readonly<Record<'w' | 'L2_grad' | 'L1_grad', number[]>> &
    Readonly<Record<'lambda' | 'C0' | 'L2_C' | 'L1_C', number>> & {
      readonly 'decoupled_decay_step(eta=.1)': number[]
    }
  readonly momentum_constant_gradient: {
    readonly alpha: number
    readonly eta: number
    readonly g: number
    readonly step_sizes: number[]
    readonly limit: number
  }
  readonly schedules_standard: { readonly eta0: number; readonly t: number[] } & Readonly<Record<string, number[]>>
  readonly parameter_counts: Readonly<Record<string, number>>
  readonly gradient_descent_1d: { readonly x0: number; readonly eta: Readonly<Record<string, number[]>> }
  readonly theta_random_init: { readonly 'rand_0_.5_.999 with EPS .12': number[] }
  readonly hopfield: Readonly<Record<'pattern' | 'corrupted' | 'recalled_after_one_sweep', number[]>> & {
    readonly W: number[][]
    readonly energy: Readonly<Record<'pattern' | 'corrupted', number>>
  }
  readonly activations: {
    readonly points: Readonly<Record<string, Record<string, number>>>
    readonly identity_check: number
  }
}

export const goldens = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/goldens.json'), 'utf8'),
) as Goldens
