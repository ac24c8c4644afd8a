/** What an option is, said where it stands. */
export interface Explanation {
  /** In Unicode; absent where there is nothing to reckon. */
  readonly formula?: string
  /** Which value to begin with. */
  readonly advice: string
  /** What happens with more of it, and with less. */
  readonly change: string
}
