import { sizeOf } from '../../../src-engine/spec/shapes.ts'
import { arraySource, targetSource, type ExampleSource } from '../../../src-engine/train/source.ts'
import type { Planned } from '../plan-options.ts'

/** Examples that mean nothing and cost as much as real ones: numbers in 0..1, classes in turn. */
export function randomExamples(
  { network, task }: Pick<Planned, 'network' | 'task'>,
  count: number,
  classes: number,
): ExampleSource {
  const inputs = new Float32Array(count * sizeOf(network.input))
  for (let i = 0; i < inputs.length; i++) inputs[i] = Math.random()
  if (task === 'regression') return targetSource(inputs, new Float32Array(count * classes), network.input, classes)
  const labels = Uint32Array.from({ length: count }, (_, example) => example % Math.max(2, classes))
  return arraySource(inputs, labels, network.input)
}
