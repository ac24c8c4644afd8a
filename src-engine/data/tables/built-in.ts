import type { SplitShares } from '../../spec/data.ts'
import type { BuiltInFacts } from '../built-in-facts.ts'
import { checkerboard, circles, exclusiveOr, gaussians, moons, spirals } from './points.ts'
import { hills, plane } from './surfaces.ts'
import type { Table } from './table.ts'
import { truthTable } from './truth-table.ts'

/** A table that needs no file: it is made by the code beside this. */
export interface BuiltInTable extends BuiltInFacts {
  readonly table: () => Table
}

/** A truth table is learnt whole: there is nothing to hold back. */
const WHOLE: SplitShares = [1, 0, 0]
const SHARES: SplitShares = [0.6, 0.2, 0.2]

const gate = (name: string, title: string, about: string, fires: (a: number, b: number) => boolean): BuiltInTable => ({
  ...{ name, title, about, split: WHOLE },
  table: () => truthTable(['a', 'b'], ([a = 0, b = 0]) => fires(a, b)),
})

const FESTIVAL = ['good weather', 'company', 'pubs nearby']
const STAY_OR_GO = ['stay', 'go'] as const

/** Whether to go to the cheese festival: a weighted sum against a threshold; a tie goes. */
const festival = (weights: readonly number[], threshold: number) => (): Table =>
  truthTable(
    FESTIVAL,
    (bits) => bits.reduce((sum, bit, index) => sum + bit * (weights[index] ?? 0), 0) >= threshold,
    STAY_OR_GO,
  )

export const BUILT_IN_TABLES: readonly BuiltInTable[] = [
  gate('and', 'AND gate', 'One unit can learn it.', (a, b) => a === 1 && b === 1),
  gate('or', 'OR gate', 'One unit can learn it.', (a, b) => a === 1 || b === 1),
  gate('nand', 'NAND gate', 'One unit can learn it, and every circuit can be built from it.', (a, b) => !(a && b)),
  {
    ...{ name: 'not', title: 'NOT gate', about: 'One input, one unit, a negative weight.', split: WHOLE },
    table: () => truthTable(['a'], ([a]) => a === 0),
  },
  gate('xor', 'XOR gate', 'No single unit can learn it: it needs a hidden layer.', (a, b) => a !== b),
  {
    name: 'xor-one-hot',
    title: 'XOR, one-hot',
    about: 'Two outputs, one for the exclusive or and one for its complement.',
    split: WHOLE,
    table: () => truthTable(['a', 'b'], ([a, b]) => a === b, ['xor', 'not xor']),
  },
  {
    name: 'cheese-festival',
    title: 'Cheese festival',
    about: 'Three yes-or-no questions; any two of them are enough to go.',
    split: WHOLE,
    table: festival([1, 1, 1], 2),
  },
  {
    name: 'cheese-festival-thirst',
    title: 'Cheese festival, thirsty',
    about: 'One question outweighs the others, but not alone.',
    split: WHOLE,
    table: festival([1, 1, 10], 11),
  },
  { name: 'circles', title: 'Circles', about: 'A disc within a ring.', split: SHARES, table: circles },
  {
    name: 'exclusive-or',
    title: 'Exclusive or',
    about: 'Opposite quadrants belong together: XOR with room between the corners.',
    split: SHARES,
    table: exclusiveOr,
  },
  {
    name: 'gaussians',
    title: 'Two Gaussians',
    about: 'Two clouds that a straight line nearly divides.',
    split: SHARES,
    table: gaussians,
  },
  {
    name: 'spirals',
    title: 'Spirals',
    about: 'Two arms that wind around each other: the hardest of them.',
    split: SHARES,
    table: spirals,
  },
  {
    name: 'moons',
    title: 'Half moons',
    about: 'Each reaches into the hollow of the other.',
    split: SHARES,
    table: moons,
  },
  {
    name: 'checkerboard',
    title: 'Checkerboard',
    about: 'Nine fields that take turns: every field has the other class on all sides.',
    split: SHARES,
    table: checkerboard,
  },
  {
    name: 'plane',
    title: 'Plane',
    about: 'A number to predict: the height of a slope, which one linear unit can learn.',
    split: SHARES,
    table: plane,
  },
  {
    name: 'hills',
    title: 'Hills and hollows',
    about: 'A number to predict: three hills and three hollows, which need a hidden layer.',
    split: SHARES,
    table: hills,
  },
]

export function builtInTable(name: string): BuiltInTable | null {
  return BUILT_IN_TABLES.find((one) => one.name === name) ?? null
}
