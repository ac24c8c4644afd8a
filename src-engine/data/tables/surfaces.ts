import { createRng } from '../../train/rng.ts'
import { between, fourDecimals, PER_CLASS, SEED } from './points.ts'
import type { Table } from './table.ts'

/** The height of a surface over a point of the square from −1 to 1. */
type Height = (x: number, y: number) => number

/** Points drawn evenly from the square, with the height over each; four decimals, as points of classes have. */
function drawSurface(height: Height): Table {
  const rng = createRng(SEED, 'data')
  const count = 2 * PER_CLASS
  const inputs = Float32Array.from({ length: 2 * count }, () => fourDecimals(between(rng, -1, 1)))
  const targets = Float64Array.from({ length: count }, (_, row) =>
    fourDecimals(height(inputs[2 * row] ?? NaN, inputs[2 * row + 1] ?? NaN)),
  )
  return { columns: ['x', 'y'], classes: ['height'], inputs, labels: new Uint8Array(count), targets }
}

/** A plane that rises from one corner to the opposite one, as TensorFlow Playground's. */
export const plane = (): Table => drawSurface((x, y) => (x + y) / 2)

/** Three hills and three hollows that take turns, each a normal distribution's bell; after TensorFlow Playground's cones. */
const CENTRES = [-2 / 3, 0, 2 / 3].flatMap((x, column) =>
  [2.5 / 6, -2.5 / 6].map((y, row) => ({ x, y, sign: (column + row) % 2 === 0 ? 1 : -1 })),
)
const DEVIATION = 0.25

export const hills = (): Table =>
  drawSurface((x, y) =>
    CENTRES.reduce((sum, one) => {
      const distance = (x - one.x) ** 2 + (y - one.y) ** 2
      return sum + one.sign * Math.exp(-distance / (2 * DEVIATION ** 2))
    }, 0),
  )
