import { readFileSync } from 'node:fs'
import { compileKernels } from '../../../src-engine/kernels/loader.ts'

/** The committed builds, the fastest first. */
export const kernelBuilds = [
  ...['glassbox.wasm', 'glassbox-unrelaxed.wasm', 'glassbox-unshared.wasm', 'glassbox-unrelaxed-unshared.wasm'],
] as const

export const buildBytes = (name: string): Uint8Array<ArrayBuffer> =>
  readFileSync(new URL(`../../../resources/kernels/${name}`, import.meta.url))

/** Each build, compiled once per test file. */
export const builds: readonly (readonly [name: string, module: WebAssembly.Module])[] = kernelBuilds.map((name) => [
  name,
  compileKernels([buildBytes(name)]),
])

/** What this machine uses. */
export const kernels = compileKernels(kernelBuilds.map(buildBytes))
