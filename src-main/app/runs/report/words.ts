import type { RunDetail } from '../../../contract/types.ts'

/** What was trained on what, how, in a sentence. */
export function trainingSummary({ data, preset, parameterCount, config, seed }: RunDetail): string {
  const { optimizer, epochs } = config.training
  const network = preset ?? 'An own network'
  return `${network} with ${parameterCount} parameters on ${data}: ${optimizer.type}, learning rate ${optimizer.learningRate}, ${epochs} epochs, seed ${seed}.`
}
