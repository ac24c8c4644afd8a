import * as layout from '../kernels/assembly/layout.ts'
import { PAGE_BYTES } from '../kernels/host.ts'
import { createMemory } from '../kernels/loader.ts'
import { compilePlan, type Plan, type PlanOptions } from './compile.ts'
import { writeProgram } from './instructions.ts'
import { writeHyperparameters } from './optimizer.ts'

/** Addresses have 32 bits; the last page stays free so that no end overflows. */
const MOST_PAGES = 65_535

/** Most bytes that a model can have. */
export const MOST_BYTES = MOST_PAGES * PAGE_BYTES

/** The network needs more memory than there is. */
export class MemoryError extends Error {
  /** Estimate of what it needs. */
  readonly bytes: number
  constructor(bytes: number) {
    super(`This network needs ${(bytes / 2 ** 30).toFixed(1)} GiB of memory, more than there is for it.`)
    this.name = 'MemoryError'
    this.bytes = bytes
  }
}

/** Bytes that a model with these options takes, in whole pages; nothing is allocated. */
export function estimateMemory(options: PlanOptions): number {
  return pagesOf(compilePlan(options)) * PAGE_BYTES
}

const pagesOf = (plan: Plan): number => Math.ceil(plan.bytes / PAGE_BYTES)

/**
 * The memory of a plan with its programs written into it; everything else is zero.
 * @throws {MemoryError}
 */
export function allocateMemory(
  module: WebAssembly.Module,
  plan: Plan,
  training: PlanOptions['training'],
): WebAssembly.Memory {
  const pages = pagesOf(plan)
  if (pages > MOST_PAGES) throw new MemoryError(plan.bytes)
  let memory: WebAssembly.Memory
  try {
    memory = createMemory(module, pages)
  } catch {
    throw new MemoryError(plan.bytes)
  }
  const view = new DataView(memory.buffer)
  view.setUint32(layout.SCRATCH, plan.scratch, true)
  if (training) writeHyperparameters(view, plan.hyperparameters, training)
  for (const program of Object.values(plan.programs))
    if (program) writeProgram(view, program.address, program.instructions)
  return memory
}
