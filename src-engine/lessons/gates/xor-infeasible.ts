import { printedWrong, type Printed } from '../printed.ts'
import { bits, unitRow, type Unit, type UnitRow } from '../unit.ts'

export interface XorOptions extends Unit {
  /** Which w1, w2 and b are all tried: from, to and in steps of. */
  readonly lattice: { readonly from: number; readonly to: number; readonly step: number }
  /** XOR with a hidden layer: OR and NAND, and AND of both. */
  readonly h1: Unit
  readonly h2: Unit
  readonly out: Unit
}

export const XOR: XorOptions = {
  ...{ w: [1, 1], b: -1 },
  lattice: { from: -6, to: 6, step: 0.5 },
  h1: { w: [1, 1], b: -1 },
  h2: { w: [-1, -1], b: 1 },
  out: { w: [1, 1], b: -2 },
}

/** What one row of XOR asks of a unit: a sum of some of w1, w2 and b that must (not) fire. */
export interface Inequality {
  readonly x: readonly number[]
  readonly wanted: number
  readonly text: string
  /** How often w1, w2 and b are in it. */
  readonly counts: readonly number[]
  readonly relation: '≥ 0' | '< 0'
  /** Its left side for the unit that was given, and whether that is as wanted. */
  readonly value: number
  readonly holds: boolean
}

export interface XorResult {
  readonly inequalities: readonly Inequality[]
  /** Two ways to add up w1 + w2 + 2b: from the rows that must fire it is not negative, from the others negative. */
  readonly sums: readonly Pick<Inequality, 'text' | 'counts' | 'relation' | 'value'>[]
  readonly certificate: string
  /** How many of the rows the given unit gets right: never all four. */
  readonly right: number
  readonly lattice_points: number
  readonly lattice_solutions_found: number
  /** The most rows that any unit of the lattice gets right. */
  readonly lattice_most_right: number
  readonly hidden_layer_solution: Pick<XorOptions, 'h1' | 'h2' | 'out'> & {
    readonly table: readonly {
      readonly x: readonly number[]
      readonly h1: UnitRow
      readonly h2: UnitRow
      readonly out: UnitRow
      readonly h1_h2_y: readonly number[]
    }[]
  }
  readonly printed: readonly Printed[]
}

const WANTED = [0, 1, 1, 0]

/** Why one unit cannot do XOR, and two layers can. */
export function xorInfeasible(options: Partial<XorOptions> = {}): XorResult {
  const { w, b, lattice, ...layers } = { ...XOR, ...options }
  const inequalities = bits(2).map((x, i) => inequality(x, WANTED[i] ?? NaN, { w, b }))
  const tried = tryAll(lattice)
  return {
    inequalities,
    sums: [added(inequalities, '≥ 0'), added(inequalities, '< 0')],
    certificate: 'w1 + w2 + 2b cannot be at least 0 and below 0 at once: no w1, w2 and b do XOR.',
    right: inequalities.filter(({ holds }) => holds).length,
    ...tried,
    hidden_layer_solution: { ...layers, table: bits(2).map((x) => throughLayers(x, layers)) },
    printed: ['w1', 'w2'].map((name) =>
      printedWrong(
        ...([`what ${name === 'w1' ? '1, 0' : '0, 1'} asks for`, `0 ≥ ${name} + b`, `${name} + b ≥ 0`] as const),
        'the unit must fire there, and it fires from 0 on: the inequality points the wrong way',
      ),
    ),
  }
}

function inequality(x: readonly number[], wanted: number, unit: Unit): Inequality {
  const { z, y } = unitRow(unit, x)
  const counts = [...x, 1]
  const relation = wanted === 1 ? '≥ 0' : '< 0'
  return { x, wanted, text: `${sumText(counts)} ${relation}`, counts, relation, value: z, holds: y === wanted }
}

function added(all: readonly Inequality[], relation: Inequality['relation']): XorResult['sums'][number] {
  const some = all.filter((one) => one.relation === relation)
  const counts = [0, 1, 2].map((k) => some.reduce((sum, one) => sum + (one.counts[k] ?? 0), 0))
  const value = some.reduce((sum, one) => sum + one.value, 0)
  return { text: `${sumText(counts)} ${relation}`, counts, relation, value }
}

function sumText(counts: readonly number[]): string {
  const terms = ['w1', 'w2', 'b'].flatMap((name, k) => {
    const count = counts[k] ?? 0
    return count === 0 ? [] : [count === 1 ? name : `${count}${name}`]
  })
  return terms.join(' + ')
}

function tryAll({ from, to, step }: XorOptions['lattice']) {
  const values = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step)
  let [solutions, most] = [0, 0]
  for (const w1 of values)
    for (const w2 of values)
      for (const b of values) {
        const sums = [b, w2 + b, w1 + b, w1 + w2 + b]
        const right = sums.filter((z, i) => Number(z >= 0) === WANTED[i]).length
        most = Math.max(most, right)
        if (right === WANTED.length) solutions += 1
      }
  return { lattice_points: values.length ** 3, lattice_solutions_found: solutions, lattice_most_right: most }
}

function throughLayers(x: readonly number[], { h1, h2, out }: Pick<XorOptions, 'h1' | 'h2' | 'out'>) {
  const [one, two] = [unitRow(h1, x), unitRow(h2, x)]
  const last = unitRow(out, [one.y, two.y])
  return { x, h1: one, h2: two, out: last, h1_h2_y: [one.y, two.y, last.y] }
}
