import type { Plan } from './compile.ts'

/** Adds up the parts each layer left, in the optimiser's order; 0 for what is not trained. */
export function sumGradient(plan: Plan, memory: WebAssembly.Memory, count: number): Float32Array {
  const gradient = new Float32Array(plan.weightCount)
  for (const { weights, length, address, examplesPerChunk } of plan.gradients) {
    const offset = (weights - plan.weights) / 4
    const chunks = Math.ceil(count / examplesPerChunk)
    const parts = new Float32Array(memory.buffer, address, chunks * length)
    for (let chunk = 0; chunk < chunks; chunk++)
      for (let i = 0; i < length; i++)
        gradient[offset + i] = (gradient[offset + i] ?? 0) + (parts[chunk * length + i] ?? 0)
  }
  return gradient
}
