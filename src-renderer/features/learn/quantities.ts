/** The quantities of the lessons; each has one colour in formulas, figures and tables. */
export const QUANTITIES = {
  input: 'x, what goes in',
  weight: 'w, the weight of an edge',
  bias: 'b, the bias',
  sum: 'z, the weighted sum',
  output: 'a, what a neuron gives',
  target: 't, what it should have given',
  error: 'C, the cost',
  gradient: '∂C/∂w, how the cost follows a weight',
  rate: 'η, the learning rate',
} as const
export type Quantity = keyof typeof QUANTITIES

/** `\qw{w_1}` and the like: a symbol in the colour of what it stands for. */
export const QUANTITY_MACROS: Readonly<Record<string, string>> = {
  '\\qx': '\\htmlClass{q-input}{#1}',
  '\\qw': '\\htmlClass{q-weight}{#1}',
  '\\qb': '\\htmlClass{q-bias}{#1}',
  '\\qz': '\\htmlClass{q-sum}{#1}',
  '\\qa': '\\htmlClass{q-output}{#1}',
  '\\qt': '\\htmlClass{q-target}{#1}',
  '\\qC': '\\htmlClass{q-error}{#1}',
  '\\qg': '\\htmlClass{q-gradient}{#1}',
  '\\qe': '\\htmlClass{q-rate}{#1}',
}
