import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_TABLES, builtInTable } from '../../../src-engine/data/tables/built-in.ts'
import type { Table } from '../../../src-engine/data/tables/table.ts'
import { goldens } from '../support/goldens.ts'

const tableOf = (name: string): Table => builtInTable(name)!.table()
const rowsOf = ({ columns, inputs, labels }: Table): number[][] =>
  Array.from(labels, (label, row) => [...inputs.subarray(row * columns.length, (row + 1) * columns.length), label])

describe('truth tables', () => {
  it.each([
    ['and', goldens.gates.AND],
    ['or', goldens.gates.OR],
    ['nand', goldens.gates.NAND],
    ['not', goldens.gates.NOT],
    ['cheese-festival', goldens.cheese_festival.any_two],
    ['cheese-festival-thirst', goldens.cheese_festival.thirst],
  ])('%s is the printed one', (name, { table }) => {
    expect(rowsOf(tableOf(name))).toEqual(table.map(({ x, y }) => [...x, y]))
  })

  it('xor is 1 where its inputs differ, and one-hot its first class is that', () => {
    expect(rowsOf(tableOf('xor'))).toEqual([
      [0, 0, 0],
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ])
    const oneHot = rowsOf(tableOf('xor-one-hot')).map(([a, b, label]) => [a, b, label === 0 ? 1 : 0, label])
    expect(oneHot).toEqual(goldens.one_hot.xor.rows)
  })
})

const POINTS = ['circles', 'exclusive-or', 'gaussians', 'spirals', 'moons', 'checkerboard']
/** A point of class `label` is where the pattern says, but for its noise. */
const BELONGS: Record<string, (x: number, y: number, label: number) => boolean> = {
  circles: (x, y, label) => (label === 0 ? Math.hypot(x, y) < 0.7 : Math.hypot(x, y) > 0.5),
  'exclusive-or': (x, y, label) => (label === 1) === x * y < 0,
  gaussians: (x, y, label) => Math.hypot(x - (label ? 0.4 : -0.4), y - (label ? 0.4 : -0.4)) < 5 * 0.22,
  spirals: (x, y, label) => {
    const radius = Math.hypot(x, y)
    const turn = Math.atan2(y, x) - 3.5 * Math.PI * radius - label * Math.PI
    return radius < 0.2 || Math.cos(turn) > 0.5
  },
  moons: (x, y, label) => {
    const [a, b] = [1.5 * x + 0.5, 1.5 * y + 0.25]
    if (label ? b > 1 : b < -0.5) return false
    return Math.abs(Math.hypot(label ? a - 1 : a, label ? b - 0.5 : b) - 1) < 0.5
  },
  checkerboard: (x, y, label) => (Math.floor((x + 1) * 1.5) + Math.floor((y + 1) * 1.5)) % 2 === label,
}

describe.each(POINTS)('%s', (name) => {
  const table = tableOf(name)
  const rows = rowsOf(table)

  it('has as many points of each class, about within −1 … 1, in four decimals', () => {
    expect(rows).toHaveLength(600)
    expect(rows.filter(([, , label]) => label === 1)).toHaveLength(300)
    for (const value of table.inputs) {
      expect(Math.abs(value)).toBeLessThan(1.5)
      expect(Math.fround(Math.round(value * 1e4) / 1e4)).toBe(value)
    }
  })

  it('has each point where its class belongs', () => {
    const strange = rows.filter(([x, y, label]) => !BELONGS[name]!(x!, y!, label!))
    expect(strange.length).toBeLessThanOrEqual(name === 'gaussians' ? 2 : 0)
  })
})

describe.each([
  ['plane', (x: number, y: number) => (x + y) / 2],
  [
    'hills',
    (x: number, y: number) => {
      const bell = (a: number, b: number) => Math.exp(-8 * ((x - a) ** 2 + (y - b) ** 2))
      const [side, up] = [2 / 3, 2.5 / 6]
      const top = bell(-side, up) - bell(0, up) + bell(side, up)
      return top - bell(-side, -up) + bell(0, -up) - bell(side, -up)
    },
  ],
] as const)('%s', (name, height) => {
  it('has the height of its surface over every point of the square', () => {
    const { inputs, targets, classes, labels } = tableOf(name)
    expect(classes).toEqual(['height'])
    expect([...labels].every((label) => label === 0)).toBe(true)
    expect(targets).toHaveLength(600)
    for (const [row, target] of targets!.entries()) {
      const [x, y] = [inputs[2 * row]!, inputs[2 * row + 1]!]
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1)
      expect(Math.abs(target - height(x, y))).toBeLessThanOrEqual(0.5001e-4)
    }
  })
})

/** Of classes, columns, labels or targets, and numbers. What was stored from them must stay what is made: a change is a new name. */
const CONTENT: Record<string, string> = {
  and: '93e13f8021a462c3',
  or: 'fbe4a154f609b45b',
  nand: 'd46050c80717f6c0',
  not: '9282598f750e5aba',
  xor: 'a51ddb7e118563ba',
  'xor-one-hot': 'ab5bee53820f9011',
  'cheese-festival': '1af8ec4f4ba445b9',
  'cheese-festival-thirst': '25b42d5c2b32e9d4',
  circles: '2091b7d54f7bf479',
  'exclusive-or': '7656eab4600cc698',
  gaussians: 'e3a66d5e1fc0e93e',
  spirals: '7082d17ac6ed73c9',
  moons: 'c17c25408303c2f6',
  checkerboard: 'a2504224ba18a598',
  plane: 'c26edd5961c63a6f',
  hills: 'fe4cfa93c6f55878',
}

it.each(BUILT_IN_TABLES)('$name is what it was when data sets were made of it', ({ name, table }) => {
  const { columns, classes, inputs, labels, targets } = table()
  const content = JSON.stringify([columns, classes, [...(targets ?? labels)], [...inputs]])
  expect(createHash('sha256').update(content).digest('hex').slice(0, 16)).toBe(CONTENT[name])
})

it('every name is its own, and each split adds up', () => {
  expect(new Set(BUILT_IN_TABLES.map(({ name }) => name)).size).toBe(BUILT_IN_TABLES.length)
  for (const { split } of BUILT_IN_TABLES) expect(split[0] + split[1] + split[2]).toBeCloseTo(1, 12)
  expect(builtInTable('constructor')).toBeNull()
})
