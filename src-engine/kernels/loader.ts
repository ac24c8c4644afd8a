import { constructors, hasSharedMemory } from './host.ts'

/** What the entries in `assembly/` export: `run.ts` and `peak.ts`, with shared memory `serve.ts`, with relaxed SIMD `fused.ts`. */
interface Kernels {
  /** Runs the program at this address on the calling thread and every joined helper; returns when all are done. */
  readonly run: (program: number) => void
  /** Runs it on the calling thread, whoever has joined. */
  readonly runAlone: (program: number) => void
  readonly multiplyAdds: (rounds: number, factor: number, term: number) => number
  readonly serve?: (thread: number) => void
  readonly close?: () => void
  readonly fusesMultiplyAdd?: (x: number, y: number) => number
}

/** This machine can run none of the builds. */
export class UnsupportedMachineError extends Error {
  constructor() {
    super('None of the kernels can run here: WebAssembly has no SIMD, or the files are damaged.')
    this.name = 'UnsupportedMachineError'
  }
}

/**
 * Compiles the first of these builds (the files in `resources/kernels`, the fastest first) that this machine can run.
 * The module can be sent to workers by structured clone.
 * @throws {UnsupportedMachineError}
 */
export function compileKernels(builds: readonly Uint8Array[]): WebAssembly.Module {
  for (const bytes of builds) {
    if (!constructors.validate(bytes)) continue
    const module = new constructors.Module(bytes)
    if (hasSharedMemory() || !sharesMemory(module)) return module
  }
  throw new UnsupportedMachineError()
}

/** The kernels over one memory of `createMemory`; each thread makes its own. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new constructors.Instance(module, { env: { memory } }).exports as Kernels
}

/** A memory for these kernels, filled with zeros. @throws {RangeError} when there is not that much. */
export function createMemory(module: WebAssembly.Module, pages: number): WebAssembly.Memory {
  return new constructors.Memory({ initial: pages, maximum: pages, shared: sharesMemory(module) })
}

export interface KernelThread {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  /** 1 … threads − 1; the thread that owns the model is 0. */
  readonly thread: number
}

/**
 * Serves a model as one of its helper threads: blocks until the model is closed. May begin at any time, also while
 * the model is at work: it takes part from the next program on, and changes no bit of any result.
 */
export function serveKernelThread({ module, memory, thread }: KernelThread): void {
  instantiateKernels(module, memory).serve?.(thread)
}

/** Which kernels were chosen. Machines that differ in `fusedMultiplyAdd` give different bits. */
export interface KernelInfo {
  /** Whether a·b + c is rounded once; never without relaxed SIMD. */
  readonly fusedMultiplyAdd: boolean
  readonly relaxedSimd: boolean
  /** Without it one thread does all the work. */
  readonly sharedMemory: boolean
}

export function kernelInfo(module: WebAssembly.Module): KernelInfo {
  const { fusesMultiplyAdd } = instantiateKernels(module, createMemory(module, 1))
  return {
    fusedMultiplyAdd: fusesMultiplyAdd?.(1 + 2 ** -12, -(1 + 2 ** -11)) === 1,
    relaxedSimd: fusesMultiplyAdd !== undefined,
    sharedMemory: sharesMemory(module),
  }
}

/**
 * Does so many rounds of multiply-adds and nothing else, on the calling thread: what the fastest kernel could reach.
 * @returns how many floating-point operations that were
 */
export function runMultiplyAdds(module: WebAssembly.Module, rounds: number): number {
  instantiateKernels(module, createMemory(module, 1)).multiplyAdds(rounds, 1e-3, 1e-3)
  return rounds * FLOPS_PER_ROUND
}

/** Of `assembly/peak.ts`. */
const FLOPS_PER_ROUND = 12 * 16 * 8

/** Whether several threads can work in these kernels' memory. */
export const sharesMemory = (module: WebAssembly.Module): boolean =>
  constructors.Module.exports(module).some(({ name }) => name === 'serve')
