import { truthTable, type UnitRow } from './unit.ts'

/** Whether to go to the cheese festival, from three yes-or-no questions, by what each weighs and a threshold. */
export interface Weighing {
  readonly w: readonly number[]
  readonly threshold: number
}

export interface CheeseOptions {
  /** Any two of the three are enough. */
  readonly any_two: Weighing
  /** The third, whether there are pubs near, is a must; one of the others too. */
  readonly thirst: Weighing
}

export const CHEESE: CheeseOptions = {
  any_two: { w: [1, 1, 1], threshold: 2 },
  thirst: { w: [1, 1, 10], threshold: 11 },
}

export interface Decision extends Weighing {
  /** −threshold: the same unit written with a bias. */
  readonly b: number
  readonly table: readonly UnitRow[]
}

export type CheeseResult = Readonly<Record<keyof CheeseOptions, Decision>>

export function cheese(options: Partial<CheeseOptions> = {}): CheeseResult {
  const { any_two, thirst } = { ...CHEESE, ...options }
  return { any_two: decide(any_two), thirst: decide(thirst) }
}

function decide({ w, threshold }: Weighing): Decision {
  const b = -threshold
  return { w, threshold, b, table: truthTable({ w, b }) }
}
