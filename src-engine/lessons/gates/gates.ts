import { printedNumber, type Printed } from '../printed.ts'
import { bits, truthTable, type Unit, type UnitRow } from '../unit.ts'
import { separate, type Separation } from './separate.ts'

export interface GatesOptions {
  readonly AND: Unit
  readonly OR: Unit
  readonly NOT: Unit
  readonly NAND: Unit
}

export const GATES: GatesOptions = {
  AND: { w: [1, 1], b: -2 },
  OR: { w: [1, 1], b: -1 },
  NOT: { w: [-1], b: 0 },
  NAND: { w: [-1, -1], b: 1 },
}

/** Names of the functions of two inputs by their answers to 00, 01, 10, 11. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ '0000': 'never', '0001': 'AND', '0010': 'x1 and not x2', '0011': 'x1', '0100': 'x2 and not x1', '0101': 'x2' },
  ...{ '0110': 'XOR', '0111': 'OR', '1000': 'NOR', '1001': 'XNOR', '1010': 'not x2', '1011': 'x1 or not x2' },
  ...{ '1100': 'not x1', '1101': 'x2 or not x1', '1110': 'NAND', '1111': 'always' },
}

export interface Gate extends Unit {
  readonly table: readonly UnitRow[]
  /** The answers to all inputs in turn, and what that function is called; no name where it has not two inputs. */
  readonly truth: string
  readonly name: string
}

/** One of the 16 functions of two inputs. */
export interface BinaryFunction {
  readonly truth: string
  readonly name: string
  readonly separable: boolean
  /** The unit with the widest street, with its table; null where no line separates. Constants need no weights. */
  readonly unit: (Separation & { readonly table: readonly UnitRow[] }) | null
}

export interface GatesResult extends Readonly<Record<keyof GatesOptions, Gate>> {
  readonly functions: readonly BinaryFunction[]
  readonly linearly_separable_by_truth_table_00_01_10_11: Readonly<Record<string, boolean>>
  readonly separable_count: number
  /** XOR with two outputs, itself and its complement: x1, x2, y1, y2. */
  readonly one_hot_xor: readonly (readonly number[])[]
  readonly printed: readonly Printed[]
}

export function gates(options: Partial<GatesOptions> = {}): GatesResult {
  const units = { ...GATES, ...options }
  const functions = Object.keys(NAMES).sort().map(binaryFunction)
  const OR = gate(units.OR)
  return {
    ...{ AND: gate(units.AND), OR, NOT: gate(units.NOT), NAND: gate(units.NAND), functions },
    linearly_separable_by_truth_table_00_01_10_11: Object.fromEntries(
      functions.map(({ truth, separable }) => [truth, separable]),
    ),
    separable_count: functions.filter(({ separable }) => separable).length,
    one_hot_xor: bits(2).map(([x1 = 0, x2 = 0]) => [x1, x2, x1 ^ x2, 1 - (x1 ^ x2)]),
    printed: [
      printedNumber('z of OR for 1, 1', '0', OR.table.at(-1)?.z ?? NaN, 'both inputs count, and the bias takes one'),
    ],
  }
}

/** What a unit computes: the line that is dragged, and which function it stands for. */
export function gate(unit: Unit): Gate {
  const table = truthTable(unit)
  const truth = table.map(({ y }) => y).join('')
  return { ...unit, table, truth, name: NAMES[truth] ?? '' }
}

function binaryFunction(truth: string): BinaryFunction {
  const points = bits(2).map(([x = NaN, y = NaN]) => [x, y] as const)
  const above = points.filter((_, i) => truth[i] === '1')
  const below = points.filter((_, i) => truth[i] === '0')
  const isConstant = above.length === 0 || below.length === 0
  const line = isConstant ? { w: [0, 0], b: above.length === 0 ? -1 : 1, margin: 0 } : separate(above, below)
  const unit = line && { ...line, table: truthTable(line) }
  return { truth, name: NAMES[truth] ?? '', separable: unit !== null, unit }
}
