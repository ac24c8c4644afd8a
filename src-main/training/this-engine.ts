import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { compileKernels, kernelInfo } from '../../src-engine/kernels/loader.ts'
import type { Environment } from '../contract/types.ts'
import { ENGINE_VERSION } from '../version.ts'

/** The engine of this program on this machine: its kernels, and what bits depend on beside spec, data and seed. */
export function thisEngine(kernelsFiles: readonly string[]): {
  readonly module: WebAssembly.Module
  readonly facts: Omit<Environment, 'threads'>
} {
  const builds = kernelsFiles.map((file) => readFileSync(file))
  const hash = createHash('sha256')
  for (const build of builds) hash.update(build)
  const module = compileKernels(builds)
  const facts = {
    engine: ENGINE_VERSION,
    build: hash.digest('hex'),
    runtime: `node ${process.versions.node}`,
    ...kernelInfo(module),
  }
  return { module, facts }
}

/**
 * What keeps this engine from giving the bits that another one gave; null when nothing does. The number of threads and the
 * runtime change no bit.
 */
export function differenceFrom(then: Environment, now: Omit<Environment, 'threads'>): string | null {
  if (then.fusedMultiplyAdd !== now.fusedMultiplyAdd)
    return `It was trained on a processor ${then.fusedMultiplyAdd ? 'with' : 'without'} fused multiply-add, and this one is ${now.fusedMultiplyAdd ? 'with' : 'without'} it: they round differently.`
  if (then.engine !== now.engine || (then.build ?? now.build) !== now.build)
    return `It was trained by another build of the engine (${then.engine}${then.build ? `, ${then.build.slice(0, 12)}` : ''}; this is ${now.engine}, ${now.build?.slice(0, 12)}): last digits may differ.`
  return null
}
