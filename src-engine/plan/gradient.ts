import type { Plan } from './compile.ts'

/** Adds up the parts each layer left, in the optimiser's order. */
export function sumGradient(plan: Plan, memory: WebAssembly.Memory, count: number): Float32Array {
  const gradient = new Float32Array(plan.weightCount)
  let offset = 0
  for (const [index, layer] of plan.layers.entries()) {
    const length = plan.layerInfos[index]?.parameterCount ?? 0
    if (!layer.gradient) continue
    const { address, examplesPerChunk } = layer.gradient
    const chunks = Math.ceil(count / examplesPerChunk)
    const parts = new Float32Array(memory.buffer, address, chunks * length)
    for (let chunk = 0; chunk < chunks; chunk++)
      for (let i = 0; i < length; i++)
        gradient[offset + i] = (gradient[offset + i] ?? 0) + (parts[chunk * length + i] ?? 0)
    offset += length
  }
  return gradient
}
