import type { Runner } from '../../../../../src-engine/lessons/optimisers/race.ts'
import type { OptimizerSpec } from '../../../../../src-engine/spec/optimizer.ts'
import { digitsThatAddUp } from '../../terms.ts'

/** How an optimiser steps, line by line: a formula, and the same with the numbers of one weight. */
export type Equation = readonly (readonly [rule: string, numbers: string])[]

/** One step of one weight. */
interface Move {
  /** Counted from 1. */
  readonly t: number
  readonly g: string
  /** What it remembered before and after. */
  readonly first: readonly [before: string, after: string]
  readonly second: readonly [before: string, after: string]
  readonly squares: number
  readonly delta: number
}
type Of<T extends OptimizerSpec['type']> = Extract<OptimizerSpec, { type: T }>

const SIGNIFICANT = 4

/** The step that led from one place of an optimiser to the next. @param axis the weight that is looked at */
export function equationOf(
  spec: OptimizerSpec,
  before: Pick<Runner, 'theta' | 'first' | 'second'>,
  after: Pick<Runner, 'theta' | 'first' | 'second' | 'gradient' | 'step'>,
  { axis, t }: { readonly axis: 0 | 1; readonly t: number },
): Equation {
  const lines = stepOf(spec, {
    t,
    g: `\\qg{${signed(after.gradient[axis])}}`,
    first: [signed(before.first[axis]), number(after.first[axis])],
    second: [signed(before.second[axis]), number(after.second[axis])],
    ...{ squares: after.second[axis], delta: after.step[axis] },
  })
  const terms = [before.theta[axis], -after.step[axis]]
  const digits = digitsThatAddUp(terms, after.theta[axis], SIGNIFICANT)
  const [from, by, to] = [before.theta[axis], after.step[axis], after.theta[axis]].map((one) => one.toFixed(digits))
  const down = after.step[axis] < 0 ? `(${by})` : by
  return [...lines, [String.raw`\qw{\theta} \leftarrow \qw{\theta} - \Delta`, `\\qw{${to}} = \\qw{${from}} - ${down}`]]
}

function stepOf(spec: OptimizerSpec, move: Move): Equation {
  switch (spec.type) {
    case 'sgd':
      return spec.momentum === 0 ? gradientDescent(spec, move) : momentum(spec, move)
    case 'adagrad':
      return adagrad(spec, move)
    case 'adadelta':
      return adadelta(spec, move)
    case 'rmsprop':
      return rmsprop(spec, move)
    case 'adam':
      return adam(spec, move)
    case 'adamax':
      return adamax(spec, move)
    case 'nadam':
      return nadam(spec, move)
  }
}

const gradientDescent = ({ learningRate }: Of<'sgd'>, { g, delta }: Move): Equation => [
  [String.raw`\Delta = \qe{\eta}\,\qg{g}`, `${number(delta)} = ${rate(learningRate)} \\cdot ${g}`],
]

function momentum({ learningRate, momentum: mu, nesterov }: Of<'sgd'>, { g, first, delta }: Move): Equation {
  const [v, next] = first
  const velocity = [
    String.raw`v \leftarrow \mu v - \qe{\eta}\,\qg{g}`,
    `${next} = ${number(mu)} \\cdot ${v} - ${rate(learningRate)} \\cdot ${g}`,
  ] as const
  if (!nesterov) return [velocity, [String.raw`\Delta = -v`, `${number(delta)} = -(${next})`]]
  const ahead = `${number(delta)} = -${number(mu)} \\cdot (${next}) + ${rate(learningRate)} \\cdot ${g}`
  return [velocity, [String.raw`\Delta = -\mu v + \qe{\eta}\,\qg{g}`, ahead]]
}

function adagrad({ learningRate, variant }: Of<'adagrad'>, { g, first, delta }: Move): Equation {
  const root = variant === 'keras' ? String.raw`\sqrt{G + \varepsilon}` : String.raw`\sqrt{G} + \varepsilon`
  return [
    [String.raw`G \leftarrow G + \qg{g}^2`, `${first[1]} = ${first[0]} + ${g}^2`],
    [String.raw`\Delta = \qe{\eta}\,\qg{g} \,/\, (${root})`, dividedByRoot(learningRate, g, first[1], delta)],
  ]
}

function adadelta({ learningRate, rho, epsilon }: Of<'adadelta'>, { g, first, second, delta }: Move): Equation {
  const small = number(epsilon)
  const roots = `\\sqrt{${second[0]} + ${small}}\\,/\\sqrt{${first[1]} + ${small}}`
  return [
    [String.raw`E \leftarrow \rho E + (1 - \rho)\,\qg{g}^2`, mean(rho, first, `${g}^2`)],
    [
      String.raw`\Delta = \qe{\eta} \sqrt{D + \varepsilon}\,/\sqrt{E + \varepsilon} \cdot \qg{g}`,
      `${number(delta)} = ${rate(learningRate)} ${roots} \\cdot ${g}`,
    ],
    [
      String.raw`D \leftarrow \rho D + (1 - \rho)\,(\Delta / \qe{\eta})^2`,
      mean(rho, second, `(${number(delta / learningRate)})^2`),
    ],
  ]
}

function rmsprop({ learningRate, rho, variant }: Of<'rmsprop'>, { g, first, delta }: Move): Equation {
  const root = variant === 'keras' ? String.raw`\sqrt{E + \varepsilon}` : String.raw`\sqrt{E} + \varepsilon`
  return [
    [String.raw`E \leftarrow \rho E + (1 - \rho)\,\qg{g}^2`, mean(rho, first, `${g}^2`)],
    [String.raw`\Delta = \qe{\eta}\,\qg{g} \,/\, (${root})`, dividedByRoot(learningRate, g, first[1], delta)],
  ]
}

const MEAN = String.raw`m \leftarrow \beta_1 m + (1 - \beta_1)\,\qg{g}`
const SQUARES = String.raw`v \leftarrow \beta_2 v + (1 - \beta_2)\,\qg{g}^2`
const CORRECTED_ROOT = String.raw`\Big/ \Big(\sqrt{\tfrac{v}{1 - \beta_2^t}} + \varepsilon\Big)`

/** As in algorithm 1 of its paper; the other form differs in where ε stands. */
function adam({ learningRate, beta1, beta2 }: Of<'adam'>, { t, g, first, second, delta }: Move): Equation {
  const [m, v] = [corrected(first[1], beta1, t), corrected(second[1], beta2, t)]
  return [
    [MEAN, mean(beta1, first, g)],
    [SQUARES, mean(beta2, second, `${g}^2`)],
    [
      String.raw`\Delta = \qe{\eta}\,\tfrac{m}{1 - \beta_1^t} ${CORRECTED_ROOT}`,
      `${number(delta)} = ${rate(learningRate)} \\cdot ${m} \\Big/ \\sqrt{${v}}`,
    ],
  ]
}

function adamax({ learningRate, beta1, beta2 }: Of<'adamax'>, { t, g, first, second, delta }: Move): Equation {
  return [
    [MEAN, mean(beta1, first, g)],
    [
      String.raw`u \leftarrow \max(\beta_2 u, |\qg{g}|)`,
      `${second[1]} = \\max(${number(beta2)} \\cdot ${second[0]}, |${g}|)`,
    ],
    [
      String.raw`\Delta = \qe{\eta}\,\tfrac{m}{1 - \beta_1^t} \Big/ u`,
      `${number(delta)} = ${rate(learningRate)} \\cdot ${corrected(first[1], beta1, t)} \\Big/ ${second[1]}`,
    ],
  ]
}

function nadam({ learningRate, beta1, beta2, epsilon }: Of<'nadam'>, move: Move): Equation {
  const { t, g, first, second, squares, delta } = move
  const ahead = (delta * (Math.sqrt(squares / (1 - beta2 ** t)) + epsilon)) / learningRate
  return [
    [MEAN, mean(beta1, first, g)],
    [SQUARES, mean(beta2, second, `${g}^2`)],
    [
      String.raw`\bar m = \tfrac{\mu_{t+1} m}{1 - \mu_1 \cdots \mu_{t+1}} + \tfrac{(1 - \mu_t)\,\qg{g}}{1 - \mu_1 \cdots \mu_t}`,
      `\\bar m = ${number(ahead)}`,
    ],
    [
      String.raw`\Delta = \qe{\eta}\,\bar m ${CORRECTED_ROOT}`,
      `${number(delta)} = ${rate(learningRate)} \\cdot ${number(ahead)} \\Big/ \\sqrt{${corrected(second[1], beta2, t)}}`,
    ],
  ]
}

/** ε is too small to be seen beside the root. */
const dividedByRoot = (eta: number, g: string, sum: string, delta: number): string =>
  `${number(delta)} = ${rate(eta)} \\cdot ${g} \\,/\\, \\sqrt{${sum}}`
/** A running mean: what is kept of it, and what comes in. */
const mean = (kept: number, [before, after]: readonly [string, string], comesIn: string): string =>
  `${after} = ${number(kept)} \\cdot ${before} + ${number(1 - kept)} \\cdot ${comesIn}`
const corrected = (moment: string, beta: number, t: number): string => `\\tfrac{${moment}}{1 - ${number(beta)}^{${t}}}`
const rate = (eta: number): string => `\\qe{${number(eta)}}`
const signed = (value: number): string => (value < 0 ? `(${number(value)})` : number(value))

/** A number in a formula, with four significant digits. */
function number(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    const [mantissa, exponent] = value.toExponential(SIGNIFICANT - 1).split('e')
    return `${Number(mantissa)} \\cdot 10^{${Number(exponent)}}`
  }
  return String(Number(value.toPrecision(SIGNIFICANT)))
}
