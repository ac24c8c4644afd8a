import { createRng } from '../../train/rng.ts'

export interface BatchingOptions {
  /** Examples of a line: y = slope·x + offset and some noise. */
  readonly examples: number
  readonly slope: number
  readonly offset: number
  readonly noise: number
  readonly eta: number
  readonly batchSize: number
  readonly epochs: number
  readonly seed: number
}

export const BATCHING: BatchingOptions = {
  ...{ examples: 20, slope: 2, offset: -0.5, noise: 0.3 },
  ...{ eta: 0.1, batchSize: 5, epochs: 10, seed: 1 },
}

/** Where the two weights are after an update, and the cost of all examples there. */
export interface BatchingPoint {
  readonly update: number
  readonly w: number
  readonly b: number
  readonly cost: number
}

export type Method = 'batch' | 'online' | 'miniBatch'

export interface BatchingResult {
  readonly data: readonly { readonly x: number; readonly y: number }[]
  readonly updates_per_epoch: Readonly<Record<Method, number>>
  readonly paths: Readonly<Record<Method, readonly BatchingPoint[]>>
  /** The least squares line, where all three go. */
  readonly best: Pick<BatchingPoint, 'w' | 'b' | 'cost'>
}

type Example = BatchingResult['data'][number]

/** The same line fitted to the same examples by batch, online and mini-batch gradient descent on C = ½ mean (wx + b − y)². */
export function batching(options: BatchingOptions): BatchingResult {
  const { examples, batchSize } = options
  const data = draw(options)
  const [batch, online, miniBatch] = [examples, 1, batchSize]
  const updates = (size: number): number => Math.ceil(examples / size)
  const path = (size: number): BatchingPoint[] => descend(data, size, options)
  return {
    data,
    updates_per_epoch: { batch: updates(batch), online: updates(online), miniBatch: updates(miniBatch) },
    paths: { batch: path(batch), online: path(online), miniBatch: path(miniBatch) },
    best: leastSquares(data),
  }
}

function draw({ examples, slope, offset, noise, seed }: BatchingOptions): Example[] {
  const rng = createRng(seed, 'data')
  return Array.from({ length: examples }, () => {
    const x = 2 * rng.uniform() - 1
    return { x, y: slope * x + offset + noise * rng.normal() }
  })
}

function descend(data: readonly Example[], size: number, { eta, epochs, seed }: BatchingOptions): BatchingPoint[] {
  let [w, b] = [0, 0]
  const path = [{ update: 0, w, b, cost: cost(data, w, b) }]
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(data, seed, epoch)
    for (let from = 0; from < order.length; from += size) {
      const batch = order.slice(from, from + size)
      const mean = (slope: (example: Example) => number): number =>
        batch.reduce((sum, example) => sum + slope(example), 0) / batch.length
      const error = ({ x, y }: Example): number => w * x + b - y
      const [dw, db] = [mean((one) => error(one) * one.x), mean(error)]
      w -= eta * dw
      b -= eta * db
      path.push({ update: path.length, w, b, cost: cost(data, w, b) })
    }
  }
  return path
}

/** Fisher and Yates. */
function shuffled(data: readonly Example[], seed: number, epoch: number): Example[] {
  const rng = createRng(seed, 'shuffle', epoch)
  const order = [...data]
  for (let i = order.length - 1; i > 0; i--) {
    const j = rng.below(i + 1)
    const [one, other] = [order[i], order[j]]
    if (one && other) [order[i], order[j]] = [other, one]
  }
  return order
}

const cost = (data: readonly Example[], w: number, b: number): number =>
  data.reduce((sum, { x, y }) => sum + (w * x + b - y) ** 2, 0) / (2 * data.length)

function leastSquares(data: readonly Example[]): BatchingResult['best'] {
  const mean = (of: (example: Example) => number): number => data.reduce((sum, one) => sum + of(one), 0) / data.length
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)]
  const w = mean(({ x, y }) => (x - mx) * (y - my)) / mean(({ x }) => (x - mx) ** 2)
  const b = my - w * mx
  return { w, b, cost: cost(data, w, b) }
}
