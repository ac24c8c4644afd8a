import type { NetworkReport } from '../../src-engine/inspect/check-network.ts'
import type { Histogram } from '../../src-engine/inspect/histogram.ts'
import { loss as shortened, table } from './output.ts'

const BARS = '▁▂▃▄▅▆▇█'

/** What every layer gives, and every tensor with its gradient: their length, and how the numbers spread, as a line of bars. */
export function spreadTable({ layers, parameters }: Pick<NetworkReport, 'layers' | 'parameters'>): string {
  const rows = layers.flatMap(({ layer, type, outputs }) => [
    [`${layer} ${type}`, '', ...spread(outputs)],
    ...parameters
      .filter((tensor) => tensor.layer === layer)
      .flatMap(({ name, weightNorm, gradientNorm, weights, gradients }) => [
        [`  ${name}`, shortened(weightNorm), ...spread(weights)],
        [`  ∂C/∂ ${name}`, shortened(gradientNorm), ...spread(gradients)],
      ]),
  ])
  return table([['outputs and tensors', 'length', 'from', 'spread', 'to', 'not finite'], ...rows])
}

function spread({ edges, counts, nonFinite }: Histogram): string[] {
  const most = Math.max(...counts)
  // The smallest bar is for one number already: an empty bin has none.
  const bars = counts.map((count) => (count === 0 ? ' ' : BARS[Math.ceil((count / most) * BARS.length) - 1]))
  return [shortened(edges[0]), bars.join(''), shortened(edges.at(-1)), nonFinite === 0 ? '' : String(nonFinite)]
}
