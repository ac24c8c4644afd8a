import * as vitest from 'vitest'

export interface Test {
  readonly name: string
  readonly run: () => unknown
}

type Body = (...args: unknown[]) => unknown

/**
 * Vitest's words for naming tests, which only collect them: thousands of runs share one process, so they are called here.
 * Everything else, `expect` above all, is Vitest's own.
 */
export function createSuite(tests: Test[]) {
  let path = ''
  const it = (name: string, ...rest: unknown[]): void => {
    tests.push({ name: `${path}${name}`, run: bodyOf(rest) })
  }
  const describe = (name: string, ...rest: unknown[]): void => {
    const outer = path
    path += `${name} › `
    bodyOf(rest)()
    path = outer
  }
  const each =
    (take: typeof it) =>
    (rows: readonly unknown[]) =>
    (name: string, ...rest: unknown[]) => {
      const body = bodyOf(rest)
      rows.forEach((row, index) => {
        take(`${name} #${index}`, () => (Array.isArray(row) ? body(...(row as unknown[])) : body(row)))
      })
    }
  const [test, group] = [Object.assign(it, { each: each(it) }), Object.assign(describe, { each: each(describe) })]
  return { ...vitest, it: test, test, describe: group }
}

/** Behind the name stand the body and the options, in either order. */
const bodyOf = (rest: readonly unknown[]): Body => rest.find((each): each is Body => typeof each === 'function')!
