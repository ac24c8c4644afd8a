/** From the first character up to before the last. */
export interface Span {
  readonly from: number
  readonly to: number
}

export const OPERATORS = ['!=', '<=', '>=', ':', '=', '<', '>'] as const
export type Operator = (typeof OPERATORS)[number]

/** `field operator value`, each as it was typed. */
export interface Comparison {
  readonly kind: 'compare'
  readonly field: string
  readonly operator: Operator
  readonly value: string
  readonly fieldAt: Span
  readonly operatorAt: Span
  readonly valueAt: Span
}

/** What was typed. Words that stand beside each other must all fit: `all`; with `or` between them one is enough: `any`. */
export type Query =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'text'; readonly text: string }
  | Comparison

/** What is wrong with what was typed, and where. */
export interface QueryProblem extends Span {
  readonly message: string
  readonly hint?: string
  /** What may have been meant in this place. */
  readonly instead?: string
}
