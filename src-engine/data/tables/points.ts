import { createRng, type Rng } from '../../train/rng.ts'
import type { Table } from './table.ts'

/** Points of each class. */
export const PER_CLASS = 300
/** One drawing of each pattern, the same on every machine. */
export const SEED = 2017

/** Draws one point of a class, about −1 … 1 in both directions. */
type Draw = (rng: Rng, label: 0 | 1) => readonly [x: number, y: number]

/**
 * Two classes of points in the plane, taking turns. Coordinates have four decimals, so that the last digit of a platform's
 * sine does not matter.
 */
function drawPoints(draw: Draw): Table {
  const rng = createRng(SEED, 'data')
  const labels = Uint8Array.from({ length: 2 * PER_CLASS }, (_, row) => row % 2)
  const inputs = new Float32Array(2 * labels.length)
  for (const [row, label] of labels.entries()) inputs.set(draw(rng, label === 1 ? 1 : 0).map(fourDecimals), 2 * row)
  return { columns: ['x', 'y'], classes: ['blue', 'orange'], inputs, labels, targets: null }
}

export const fourDecimals = (value: number): number => Math.round(value * 1e4) / 1e4

const polar = (radius: number, angle: number): [number, number] => [radius * Math.cos(angle), radius * Math.sin(angle)]
export const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng.uniform()
const noisy = (rng: Rng, [x, y]: readonly [number, number], deviation: number): [number, number] => [
  x + deviation * rng.normal(),
  y + deviation * rng.normal(),
]

/** A disc within a ring. */
export const circles = (): Table =>
  drawPoints((rng, label) => {
    const radius = label === 0 ? 0.5 * Math.sqrt(rng.uniform()) : between(rng, 0.7, 1)
    return noisy(rng, polar(radius, between(rng, 0, 2 * Math.PI)), 0.04)
  })

/** Opposite quadrants: the exclusive or of the signs, with a gap along the axes. */
export const exclusiveOr = (): Table =>
  drawPoints((rng, label) => {
    const side = rng.below(2) === 0 ? 1 : -1
    return noisy(rng, [side * between(rng, 0.1, 1), (label === 1 ? -side : side) * between(rng, 0.1, 1)], 0.03)
  })

/** A normal distribution at each of two opposite corners. */
export const gaussians = (): Table =>
  drawPoints((rng, label) => noisy(rng, label === 0 ? [-0.4, -0.4] : [0.4, 0.4], 0.22))

/** Two arms that wind around each other one and three quarter times. */
export const spirals = (): Table =>
  drawPoints((rng, label) => {
    const along = Math.sqrt(rng.uniform())
    return noisy(rng, polar(along, 1.75 * 2 * Math.PI * along + label * Math.PI), 0.02)
  })

/** Two half moons, each reaching into the other's hollow. */
export const moons = (): Table =>
  drawPoints((rng, label) => {
    const [x, y] = polar(1, between(rng, 0, Math.PI))
    const [left, up] = label === 0 ? [x, y] : [1 - x, 0.5 - y]
    return noisy(rng, [(left - 0.5) / 1.5, (up - 0.25) / 1.5], 0.06)
  })

/** Cells of a board along one side, and the gap between them. */
const CELLS = 3
const GAP = 0.06

/** A board whose fields take turns; there is one field more of the first class. */
export const checkerboard = (): Table =>
  drawPoints((rng, label) => {
    const cell = 2 * rng.below(label === 0 ? (CELLS * CELLS + 1) / 2 : (CELLS * CELLS - 1) / 2) + label
    const within = (place: number): number => -1 + (2 / CELLS) * place + between(rng, GAP / 2, 2 / CELLS - GAP / 2)
    return [within(cell % CELLS), within(Math.floor(cell / CELLS))]
  })
