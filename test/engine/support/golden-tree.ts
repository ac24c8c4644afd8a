import { expect } from 'vitest'
import type { Printed } from '../../../src-engine/lessons/printed.ts'

/** A documented number and what is printed of it; `ok`: the print is that number, rounded. */
interface Row {
  readonly full: number
  readonly printed?: string
  readonly ok?: boolean
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && 'full' in value

/**
 * Every number of a block of `goldens.json` stands at the same place of a result, to a relative 1e-12 (or `tolerance`), below
 * 1e-3 to that of 1e-3. Texts of the block are not looked at.
 * @returns how many numbers were compared
 */
export function expectGoldens(result: unknown, golden: unknown, tolerance = 1e-12, path = ''): number {
  if (isRow(golden)) return expectGoldens(result, golden.full, tolerance, path)
  if (typeof golden === 'number') {
    if (typeof result !== 'number') expect.fail(`${path}: ${String(result)} is no number`)
    const limit = tolerance * Math.max(Math.abs(golden), 1e-3)
    if (!(Math.abs(result - golden) <= limit)) expect.fail(`${path}: ${result}, golden ${golden}`)
    return 1
  }
  if (typeof golden === 'boolean') expect(result, path).toBe(golden)
  if (typeof golden !== 'object' || golden === null) return 0
  if (Array.isArray(golden)) expect(result, path).toHaveLength(golden.length)
  return Object.entries(golden).reduce((count, [key, part]) => {
    const own = (result as Record<string, unknown> | undefined)?.[key]
    return count + expectGoldens(own, part, tolerance, `${path}.${key}`)
  }, 0)
}

/** The prints of a block are those of a result, and the result says of the same ones that they agree. */
export function expectPrints(
  printed: readonly Printed[],
  block: Readonly<Record<string, Row>>,
  what = (name: string): string => name,
): void {
  const documented = Object.entries(block).filter(([, row]) => row.printed !== undefined)
  expect(documented.length).toBeGreaterThan(0)
  for (const [name, row] of documented) {
    const found = printed.find((one) => one.what === what(name))
    expect(found, what(name)).toMatchObject({ printed: row.printed, agrees: row.ok })
    if (!row.ok) expect(found?.why, name).not.toBe('')
  }
}
