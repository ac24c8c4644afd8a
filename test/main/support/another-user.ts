import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { chmodSync, cpSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { TestContext } from 'vitest'
import { folderWith } from '../datasets/pictures.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** The sources where every user may read them, whoever owns the checkout. */
export function readableSources(): string {
  const copy = folderWith()
  chmodSync(copy, 0o755)
  for (const part of ['src-engine', 'src-main', 'package.json'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Runs a module as a user without rights: root may read everything. Skips the test, loudly, where that cannot be. */
export function runAsNobody(module: string, args: readonly string[], context: TestContext): SpawnSyncReturns<string> {
  const asNobody = (...node: string[]): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, [...node, ...args], { uid: 65534, gid: 65534, encoding: 'utf8' })
  if (process.getuid?.() !== 0 || asNobody('--version').status !== 0) {
    console.warn(`*** Not root, or nobody can start Node: "${context.task.name}" is NOT tested. ***`)
    context.skip()
  }
  return asNobody('--input-type=module', '-e', module)
}
