import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { threadsText } from './ours.ts'

/** Something else that trains the same networks. */
export interface Peer {
  readonly name: string
  /** Of one that can be asked in several ways, the fastest counts. */
  readonly variant: string
  /** What is run to measure a workload for so many seconds; it prints `{ version, rate }`. Null: the peer cannot do it. */
  command(workload: string, seconds: number): readonly [program: string, ...args: string[]] | null
}

/** A peer that is not there, and what would change that. */
export interface Missing {
  readonly name: string
  readonly hint: string
}

export const script = (name: string): string => join(import.meta.dirname, name)

/** The first Python that has this module. */
export function pythonWith(module: string): string | null {
  const has = (program: string): boolean => spawnSync(program, ['-c', `import ${module}`]).status === 0
  return ['python3', '/usr/bin/python3'].find(has) ?? null
}

/** The peers on this machine. @param folders where packages for Node may be installed */
export function findPeers(folders: readonly string[]): { peers: Peer[]; missing: Missing[] } {
  const peers: Peer[] = []
  const missing: Missing[] = []

  const python = pythonWith('torch')
  if (python)
    for (const threads of [1, 2])
      peers.push({
        name: 'PyTorch',
        variant: threadsText(threads),
        command: (workload, seconds) => [python, script('pytorch.py'), workload, String(threads), String(seconds)],
      })
  else missing.push({ name: 'PyTorch', hint: 'no python3 can import torch' })

  const folderOf = (...modules: string[]): string | undefined =>
    folders.find((folder) => {
      const { resolve } = createRequire(join(folder, 'require.js'))
      return modules.every((module) => resolves(() => resolve(module)))
    })
  const addNode = (
    name: string,
    variant: string,
    modules: string[],
    command: (folder: string) => Peer['command'],
  ): void => {
    const folder = folderOf(...modules)
    if (folder !== undefined) peers.push({ name, variant, command: command(folder) })
    else
      missing.push({
        name: `${name} ${variant}`.trim(),
        hint: `npm install ${modules.join(' ')} in a folder, and name it with --modules`,
      })
  }
  for (const backend of ['wasm', 'cpu'])
    addNode(
      'TensorFlow.js',
      backend,
      ['@tensorflow/tfjs', ...(backend === 'wasm' ? ['@tensorflow/tfjs-backend-wasm'] : [])],
      (folder) => (workload, seconds) => [
        ...([process.execPath, script('tensorflow.mjs'), folder, backend, workload] as const),
        String(seconds),
      ],
    )
  addNode('brain.js', '', ['brain.js'], (folder) => (workload, seconds) => {
    const isDense = ['xor', 'mlp-small'].includes(workload)
    return isDense ? [process.execPath, script('brain.mjs'), folder, workload, String(seconds)] : null
  })
  return { peers, missing }
}

function resolves(find: () => string): boolean {
  try {
    find()
    return true
  } catch {
    return false
  }
}
