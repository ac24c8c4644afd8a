import { expect } from 'vitest'

/** Every number in a result by its path: `forward.net_h1`, `table.3.z`. */
export function numbersOf(value: unknown, path = ''): Map<string, number> {
  if (typeof value === 'number') return new Map([[path, value]])
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(
    Object.entries(value).flatMap(([key, part]) => [...numbersOf(part, path === '' ? key : `${path}.${key}`)]),
  )
}

/**
 * Every number of the two results differs but those on the list, which are the same; and every line of the list is about
 * some number.
 */
export function expectAllChanged(before: object, after: object, unchanged: readonly RegExp[]): void {
  const [one, other] = [numbersOf(before), numbersOf(after)]
  expect([...other.keys()]).toEqual([...one.keys()])
  const same = [...one].filter(([path, value]) => Object.is(value, other.get(path))).map(([path]) => path)
  const listed = [...one.keys()].filter((path) => unchanged.some((line) => line.test(path)))
  expect(same).toEqual(listed)
  for (const line of unchanged)
    expect(
      listed.some((path) => line.test(path)),
      `nothing is ${line}`,
    ).toBe(true)
}
