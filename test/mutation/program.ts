import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { weave, type Mutant } from './weave.ts'

/** Everything that is run, as plain JavaScript, by its path in the tree. */
export interface Program {
  readonly root: string
  readonly modules: Readonly<Record<string, string>>
  /** The mutated files once more, with their mutants in them. */
  readonly woven: Readonly<Record<string, string>>
  readonly mutants: readonly Mutant[]
  readonly testFiles: readonly string[]
}

/** The folders that are mutated. */
export const MUTATED = ['src-engine/reference', 'src-engine/plan']

/** Tests that cost minutes, and not in the mutated folders' loops: whole trainings, the kernels' compiler, other threads. */
const LEFT_OUT = ['train/cannot-fail', 'kernels/loader', 'plan/threads', 'plan/heap']

/** Reads the engine and its tests, and weaves the mutants in. */
export function readProgram(root: string): Program {
  const modules: Record<string, string> = {}
  const woven: Record<string, string> = {}
  const mutants: Mutant[] = []
  const files = globSync(['src-engine/**/*.ts', 'test/engine/**/*.ts'], { cwd: root }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  for (const file of files.sort()) {
    const text = readFileSync(join(root, file), 'utf8')
    modules[file] = plain(text)
    if (!MUTATED.some((folder) => file.startsWith(`${folder}/`))) continue
    const result = weave(file, text, mutants.length)
    woven[file] = plain(result.text)
    mutants.push(...result.mutants)
  }
  return { root, modules, woven, mutants, testFiles: files.filter(isUsed) }
}

const isUsed = (file: string): boolean =>
  /^test\/engine\/(reference|plan|kernels|inspect|train)\/.*\.test\.ts$/.test(file) &&
  !LEFT_OUT.some((name) => file === `test/engine/${name}.test.ts`)

function plain(text: string): string {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
  }
  return ts.transpileModule(text, { compilerOptions }).outputText.replaceAll('import.meta', '$meta')
}
