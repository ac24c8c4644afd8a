import { ActivatedLayer } from './layer'
import { ceilDivide, multiplyAdd, storePart } from './vector'

/**
 * A dense layer of few inputs and units: a register tile of a product would be mostly empty there. Values and deltas have the
 * order of `lanes.ts`, so that every vector is full however narrow the layer is, and the weights are read as they stand.
 * Vectors are worked on in fours; of what lies beyond the last unit nothing is stored.
 */
@unmanaged
export class Narrow extends ActivatedLayer {
  inputs: u32
  units: u32
  /** (inputs, units), then the biases (units) when `bias` is 1. */
  weights: usize
  bias: u32
  /** A multiple of 4. */
  examplesPerTile: u32
  gradient: usize
  /** From the gradient's part of one tile to that of the next. */
  chunkBytes: u32
}

export function narrowTiles(n: Narrow, count: u32): u32 {
  return ceilDivide(count, n.examplesPerTile)
}

/** output ← f(weightsᵀ · input + biases); each sum runs over the inputs in ascending order, the bias last. */
export function narrowForwardTile(n: Narrow, tile: u32, count: u32): void {
  const first = tile * n.examplesPerTile
  const end = min(count, first + n.examplesPerTile)
  const units = n.units
  const unitBytes = units << 4
  const inputBytes = n.inputs << 4
  const rowBytes = units << 2
  const depth = n.inputs + n.bias
  let input = n.input + (first >> 2) * (inputBytes + 16)
  let output = n.output + (first >> 2) * (unitBytes + 16)
  for (let example = first; example < end; example += 4) {
    for (let j: u32 = 0; j < units; j += 4) {
      let a = f32x4.splat(0)
      let b = f32x4.splat(0)
      let c = f32x4.splat(0)
      let d = f32x4.splat(0)
      let w = n.weights + (j << 2)
      let x = input
      for (let k: u32 = 0; k < depth; k++) {
        const value = v128.load(x)
        a = multiplyAdd(value, v128.load32_splat(w), a)
        b = multiplyAdd(value, v128.load32_splat(w, 4), b)
        c = multiplyAdd(value, v128.load32_splat(w, 8), c)
        d = multiplyAdd(value, v128.load32_splat(w, 12), d)
        w += rowBytes
        x += 16
      }
      storeVectors(output + (j << 4), a, b, c, d, units - j)
    }
    const ones = v128.load(input + inputBytes)
    const present = f32x4.gt(ones, f32x4.splat(0))
    const behind = output + unitBytes
    for (let at = output; at < behind; at += 16) v128.store(at, v128.and(n.activated(v128.load(at)), present))
    v128.store(behind, ones)
    input += inputBytes + 16
    output = behind + 16
  }
}

/** The tile's part of the gradient, input · outputDeltaᵀ, and inputDelta ← (weights · outputDelta) · f′. */
export function narrowGradientTile(n: Narrow, tile: u32, count: u32): void {
  const first = tile * n.examplesPerTile
  const groups = ceilDivide(min(count - first, n.examplesPerTile), 4)
  weightGradient(n, first >> 2, groups, n.gradient + tile * n.chunkBytes)
  if (n.inputDelta) inputGradient(n, first >> 2, groups)
}

function weightGradient(n: Narrow, group: u32, groups: u32, gradient: usize): void {
  const units = n.units
  const depth = n.inputs + n.bias
  const inputBytes = (n.inputs + 1) << 4
  const unitBytes = (units + 1) << 4
  const delta = n.outputDelta + group * unitBytes
  let input = n.input + group * inputBytes
  for (let k: u32 = 0; k < depth; k++) {
    for (let j: u32 = 0; j < units; j += 4) {
      let a = f32x4.splat(0)
      let b = f32x4.splat(0)
      let c = f32x4.splat(0)
      let d = f32x4.splat(0)
      let x = input
      let y = delta + (j << 4)
      for (let g: u32 = 0; g < groups; g++) {
        const value = v128.load(x)
        a = multiplyAdd(value, v128.load(y), a)
        b = multiplyAdd(value, v128.load(y, 16), b)
        c = multiplyAdd(value, v128.load(y, 32), c)
        d = multiplyAdd(value, v128.load(y, 48), d)
        x += inputBytes
        y += unitBytes
      }
      storePart(gradient + (j << 2), sumEachsLanes(a, b, c, d), units - j)
    }
    input += 16
    gradient += units << 2
  }
}

function inputGradient(n: Narrow, group: u32, groups: u32): void {
  const inputs = n.inputs
  const rowBytes = n.units << 2
  const inputBytes = (inputs + 1) << 4
  const unitBytes = n.units << 4
  const offset = group * inputBytes
  let at = offset
  let delta = n.outputDelta + group * (unitBytes + 16)
  for (let g: u32 = 0; g < groups; g++) {
    const present = f32x4.gt(v128.load(n.input + at + (inputs << 4)), f32x4.splat(0))
    const behind = delta + unitBytes
    for (let k: u32 = 0; k < inputs; k += 4) {
      let a = f32x4.splat(0)
      let b = f32x4.splat(0)
      let c = f32x4.splat(0)
      let d = f32x4.splat(0)
      let w = n.weights + k * rowBytes
      const last = min<u32>(3, inputs - 1 - k) * rowBytes
      const second = min<usize>(rowBytes, last)
      const third = min<usize>(2 * rowBytes, last)
      for (let y = delta; y < behind; y += 16) {
        const value = v128.load(y)
        a = multiplyAdd(value, v128.load32_splat(w), a)
        b = multiplyAdd(value, v128.load32_splat(w + second), b)
        c = multiplyAdd(value, v128.load32_splat(w + third), c)
        d = multiplyAdd(value, v128.load32_splat(w + last), d)
        w += 4
      }
      storeVectors(n.inputDelta + at + (k << 4), a, b, c, d, inputs - k)
    }
    const end = at + (inputs << 4)
    for (let to = at; to < end; to += 16) {
      const through = n.throughBelow(to, v128.load(n.inputDelta + to))
      v128.store(n.inputDelta + to, v128.and(through, present))
    }
    at += inputBytes
    delta += unitBytes + 16
  }
}

/** The first of four vectors, as many as are left. */
function storeVectors(address: usize, a: v128, b: v128, c: v128, d: v128, left: u32): void {
  v128.store(address, a)
  if (left > 1) v128.store(address, b, 16)
  if (left > 2) v128.store(address, c, 32)
  if (left > 3) v128.store(address, d, 48)
}

/** The sum of each vector's lanes, in the order of `sumLanes`. */
function sumEachsLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7))
  return f32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7))
}
