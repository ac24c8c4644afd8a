import type { Plan } from './compile.ts'

/** Where the gradient of a trained tensor lies. */
interface TensorGradient {
  /** Position of the tensor's first number in the weights vector. */
  readonly offset: number
  readonly length: number
  /** Address of its first part, and how many numbers lie between the beginnings of two. */
  readonly address: number
  readonly stride: number
  readonly examplesPerChunk: number
}

/** Of every trained tensor in storage order. A layer may leave the gradient of a frozen one beside others: it is not asked for. */
export function tensorGradients({ parameters, gradients, weights }: Plan): TensorGradient[] {
  return parameters.flatMap(({ offset, length, isTrained }) => {
    const start = weights + 4 * offset
    const parts = gradients.find((each) => start >= each.weights && start < each.weights + 4 * each.length)
    if (!isTrained || !parts) return []
    const { examplesPerChunk } = parts
    return [{ offset, length, address: parts.address + start - parts.weights, stride: parts.length, examplesPerChunk }]
  })
}

/** Adds up the parts each layer left, in the optimiser's order; 0 for what is not trained. */
export function sumGradient(plan: Plan, memory: WebAssembly.Memory, count: number): Float32Array {
  const gradient = new Float32Array(plan.weightCount)
  for (const { offset, length, address, stride, examplesPerChunk } of tensorGradients(plan)) {
    const chunks = Math.ceil(count / examplesPerChunk)
    const parts = new Float32Array(memory.buffer, address, (chunks - 1) * stride + length)
    for (let chunk = 0; chunk < chunks; chunk++)
      for (let i = 0; i < length; i++)
        gradient[offset + i] = (gradient[offset + i] ?? 0) + (parts[chunk * stride + i] ?? 0)
  }
  return gradient
}
