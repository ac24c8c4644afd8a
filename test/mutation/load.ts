import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileFunction } from 'node:vm'
import type { Program } from './program.ts'
import { createSuite, type Test } from './suite.ts'

/** What the woven sources ask. */
export interface Switches {
  is(mutant: number): boolean
  round(): void
}

type Module = (exports: object, require: (name: string) => unknown, meta: object, switches: Switches) => void

/** Compiles each module once and runs it anew for everyone who asks, so that what is worked out on loading is mutated too. */
export function createLoader(program: Program, switches: Switches) {
  const require = createRequire(join(program.root, 'package.json'))
  const compiled = new Map<string, Module>()

  function compile(path: string, isWoven: boolean): Module {
    const code = (isWoven ? program.woven[path] : undefined) ?? program.modules[path]
    if (code === undefined) throw new Error(`There is no ${path}.`)
    const parameters = ['exports', 'require', '$meta', '$']
    const module = compiled.get(code) ?? (compileFunction(code, parameters, { filename: path }) as Module)
    compiled.set(code, module)
    return module
  }

  /**
   * A fresh engine; gives the tests of a file.
   * @param isWoven which files may be mutated; the others are quicker without
   */
  return (isWoven: (path: string) => boolean): ((file: string) => readonly Test[]) => {
    const loaded = new Map<string, object>()
    const suites = new Map<string, readonly Test[]>()

    function load(path: string, tests: Test[]): object {
      const before = loaded.get(path)
      if (before) return before
      const exports = {}
      loaded.set(path, exports)
      const required = (name: string): unknown => {
        if (name === 'vitest') return createSuite(tests)
        return name.startsWith('.') ? load(join(dirname(path), name), tests) : require(name)
      }
      compile(path, isWoven(path))(exports, required, { url: pathToFileURL(join(program.root, path)).href }, switches)
      return exports
    }

    return (file) => {
      const known = suites.get(file)
      if (known) return known
      const tests: Test[] = []
      load(file, tests)
      suites.set(file, tests)
      return tests
    }
  }
}
