import { constructors } from './host.ts'

/** What `assembly/program.ts` exports. */
export interface Kernels {
  /** Runs the program at this address on the calling thread and every joined helper; returns when all are done. */
  readonly run: (program: number) => void
  readonly serve: (thread: number) => void
  readonly close: () => void
  readonly fusesMultiplyAdd: (x: number, y: number) => number
}

/** Compiles the bytes of `resources/kernels/glassbox.wasm`. The module can be sent to workers by structured clone. */
export function compileKernels(bytes: Uint8Array): WebAssembly.Module {
  return new constructors.Module(bytes)
}

/** The kernels over one shared memory; each thread makes its own. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new constructors.Instance(module, { env: { memory } }).exports as Kernels
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
  instantiateKernels(module, memory).serve(thread)
}

export interface KernelInfo {
  /** Whether this processor rounds a·b + c once. Machines that differ in it give different bits. */
  readonly fusedMultiplyAdd: boolean
}

export function kernelInfo(module: WebAssembly.Module): KernelInfo {
  const memory = new constructors.Memory({ initial: 1, maximum: 1, shared: true })
  const fused = instantiateKernels(module, memory).fusesMultiplyAdd(1 + 2 ** -12, -(1 + 2 ** -11))
  return { fusedMultiplyAdd: fused === 1 }
}
