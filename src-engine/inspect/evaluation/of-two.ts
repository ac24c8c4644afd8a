/**
 * Two shares for each answer of a network with a single output: it is the second class's. From 0.5 on the second class is the
 * answer, so a tie must not fall to the first.
 */
export function ofTwo(outputs: Float32Array): Float32Array {
  const both = new Float32Array(outputs.length * 2)
  for (const [i, second] of outputs.entries()) both.set([second === 0.5 ? 0.5 - 2 ** -25 : 1 - second, second], 2 * i)
  return both
}
