import type { Look } from './look.ts'

const STEPS = 8
/** Movement in pixels of a look after which it stands still. */
const STILL = 0.02
/** What is as far off as this after so many steps does not come near any more. */
const HOPELESS: Readonly<Record<number, number>> = { 2: 0.4, 3: 0.3, 4: 0.26 }
/** Levels of 255 by which colours of a copy may differ. */
const COLOURS = 10
/** Unknowns: stretching and shifting across, the same down, and brightness. */
const UNKNOWNS = 5

/**
 * How much of a picture is not explained by another one that is shifted, stretched and lit a little differently:
 * √(1 − r²) of the best fit, r being the correlation of their gray values; 0 for copies, 1 for strangers and for pictures
 * whose colours differ.
 * The fit is found by Gauss-Newton steps. Source: B. D. Lucas and T. Kanade, "An Iterative Image Registration Technique with
 * an Application to Stereo Vision" (1981).
 * @param most how far an edge of the picture may move, in pixels of a look
 */
export function differenceOf(a: Look, b: Look, most: number): number {
  const fit = new Float64Array(UNKNOWNS)
  const sums = new Sums()
  let best = 1
  let found = fit.slice()
  for (let step = 0; step < STEPS; step++) {
    sums.clear()
    collect(a, b, fit, sums)
    const rest = sums.unexplained()
    if (rest < best) {
      best = rest
      found = fit.slice()
    }
    if (best > (HOPELESS[step] ?? 1)) return 1
    const move = sums.solve()
    if (!move) break
    for (let i = 0; i < UNKNOWNS; i++) fit[i]! += move[i]!
    for (let i = 0; i < 4; i += 2) hold(fit, i, most)
    if (move.every((value) => Math.abs(value) < STILL)) break
  }
  return coloursDiffer(a, b, found) ? 1 : best
}

/** Keeps the edges, which stretching and shifting move together, within what is allowed. */
function hold(fit: Float64Array, at: number, most: number): void {
  const edge = Math.abs(fit[at]!) + Math.abs(fit[at + 1]!)
  if (edge <= most) return
  fit[at]! *= most / edge
  fit[at + 1]! *= most / edge
}

/** Sums over all pixels of what a step needs. */
class Sums {
  readonly #matrix = new Float64Array(UNKNOWNS * UNKNOWNS)
  readonly #side = new Float64Array(UNKNOWNS)
  count = 0
  #a = 0
  #b = 0
  #aa = 0
  #bb = 0
  #ab = 0

  clear(): void {
    this.#matrix.fill(0)
    this.#side.fill(0)
    this.count = this.#a = this.#b = this.#aa = this.#bb = this.#ab = 0
  }

  add(a: number, b: number, error: number, slopes: Float64Array): void {
    this.count++
    this.#a += a
    this.#b += b
    this.#aa += a * a
    this.#bb += b * b
    this.#ab += a * b
    for (let i = 0; i < UNKNOWNS; i++) {
      const slope = slopes[i]!
      this.#side[i]! += slope * error
      for (let j = i; j < UNKNOWNS; j++) this.#matrix[i * UNKNOWNS + j]! += slope * slopes[j]!
    }
  }

  /** √(1 − r²); 1 where one of them is a single gray. */
  unexplained(): number {
    const n = Math.max(1, this.count)
    const varianceA = this.#aa - (this.#a * this.#a) / n
    const varianceB = this.#bb - (this.#b * this.#b) / n
    const covariance = this.#ab - (this.#a * this.#b) / n
    if (varianceA < n || varianceB < n || covariance <= 0) return 1
    return Math.sqrt(Math.max(0, 1 - (covariance * covariance) / (varianceA * varianceB)))
  }

  /** The step that makes the errors least, by Cholesky's factors; null where there is none. */
  solve(): Float64Array | null {
    const [n, m] = [UNKNOWNS, this.#matrix]
    const factor = new Float64Array(n * n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        // A little more on the diagonal keeps a direction without slopes from running away.
        let sum = m[j * n + i]! * (i === j ? 1.001 : 1) + (i === j ? 1e-6 : 0)
        for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!
        if (i === j && !(sum > 0)) return null
        factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / factor[j * n + j]!
      }
    const step = this.#side.slice()
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) step[i]! -= factor[i * n + k]! * step[k]!
      step[i]! /= factor[i * n + i]!
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) step[i]! -= factor[k * n + i]! * step[k]!
      step[i]! /= factor[i * n + i]!
    }
    return step
  }
}

/** The loop that takes the time: everything that it reads of the other picture lies between the same four pixels. */
function collect(
  { planes: a, side }: Look,
  { planes: b, across: bAcross, down: bDown }: Look,
  fit: Float64Array,
  sums: Sums,
): void {
  const slopes = new Float64Array(UNKNOWNS)
  const middle = (side - 1) / 2
  const [stretchX, shiftX, stretchY, shiftY, light] = fit as unknown as [number, number, number, number, number]
  slopes[4] = 1
  for (let row = 1; row < side - 1; row++) {
    const down = (row - middle) / middle
    const y = row + stretchY * down + shiftY
    if (y < 1 || y >= side - 2) continue
    const top = Math.floor(y)
    const lower = y - top
    for (let column = 1; column < side - 1; column++) {
      const across = (column - middle) / middle
      const x = column + stretchX * across + shiftX
      if (x < 1 || x >= side - 2) continue
      const left = Math.floor(x)
      const right = x - left
      const at = top * side + left
      const w11 = lower * right
      const w10 = lower - w11
      const w01 = right - w11
      const w00 = 1 - lower - w01
      const there = b[at]! * w00 + b[at + 1]! * w01 + b[at + side]! * w10 + b[at + side + 1]! * w11
      const slopeX =
        bAcross[at]! * w00 + bAcross[at + 1]! * w01 + bAcross[at + side]! * w10 + bAcross[at + side + 1]! * w11
      const slopeY = bDown[at]! * w00 + bDown[at + 1]! * w01 + bDown[at + side]! * w10 + bDown[at + side + 1]! * w11
      const here = a[row * side + column]!
      slopes[0] = slopeX * across
      slopes[1] = slopeX
      slopes[2] = slopeY * down
      slopes[3] = slopeY
      sums.add(here, there, here - there - light, slopes)
    }
  }
}

/** Pictures of one gray structure in other colours are other pictures. */
function coloursDiffer({ planes: a, side, channels }: Look, { planes: b }: Look, fit: Float64Array): boolean {
  if (channels === 1) return false
  const area = side * side
  let sum = 0
  let count = 0
  eachPlace(side, fit, (at, x, y) => {
    for (let channel = 1; channel <= 3; channel++) {
      const chroma =
        a[channel * area + at]! - a[at]! - between(b, channel * area, side, x, y) + between(b, 0, side, x, y)
      sum += chroma * chroma
    }
    count += 3
  })
  return Math.sqrt(sum / Math.max(1, count)) > COLOURS
}

/** Visits the pixels of the one that lie, moved, well inside the other; `across` and `down` run from −1 to 1. */
function eachPlace(
  side: number,
  fit: Float64Array,
  visit: (at: number, x: number, y: number, across: number, down: number) => void,
): void {
  const middle = (side - 1) / 2
  for (let row = 1; row < side - 1; row++) {
    const down = (row - middle) / middle
    const y = row + fit[2]! * down + fit[3]!
    if (y < 1 || y >= side - 2) continue
    for (let column = 1; column < side - 1; column++) {
      const across = (column - middle) / middle
      const x = column + fit[0]! * across + fit[1]!
      if (x >= 1 && x < side - 2) visit(row * side + column, x, y, across, down)
    }
  }
}

/** The value between four pixels. */
function between(planes: Float32Array, plane: number, side: number, x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)]
  const [right, down] = [x - column, y - row]
  const at = plane + row * side + column
  const upper = planes[at]! + (planes[at + 1]! - planes[at]!) * right
  const lower = planes[at + side]! + (planes[at + side + 1]! - planes[at + side]!) * right
  return upper + (lower - upper) * down
}
