import { activate, throughActivation } from './activation'
import { ActivatedLayer } from './layer'
import { GELU } from './layout'
import { ceilDivide, firstLanes, multiplyAdd, storePart, sumLanes } from './vector'

/**
 * Elman's recurrent layer, (examples, time, features) → (examples, units) or, of every step, (examples, time, units):
 * z_t = x_t·W + h_(t−1)·U + b, h_t = f(z_t), h_0 = 0. `outputDelta` is ∂C/∂h_t of what is given out. One thread takes an example through all of
 * time, so that no step waits for another thread.
 */
@unmanaged
export class Recurrent extends ActivatedLayer {
  time: u32
  features: u32
  units: u32
  /** W (features, units), U (units, units), then b (units) when `bias` is 1. */
  weights: usize
  bias: u32
  /** (examples, time, units); `z` is kept for gelu only. */
  z: usize
  /** (examples, time, units); the same address as `output` when the layer gives out every step. */
  h: usize
  /** ∂C/∂z_t: (examples, time, units) */
  deltas: usize
  examplesPerChunk: u32
  /** (chunks, parameters) */
  gradient: usize
}

/** One tile is one example. */
export function recurrentTile(r: Recurrent, example: u32): void {
  const units = r.units
  const biases = r.weights + (((r.features + units) * units) << 2)
  for (let t: u32 = 0; t < r.time; t++) {
    const now = example * r.time + t
    const x = r.input + ((now * r.features) << 2)
    const h = r.h + ((now * units) << 2)
    for (let j: u32 = 0; j < units; j += 4) {
      let sum = r.bias ? v128.load(biases + (j << 2)) : f32x4.splat(0)
      sum = addProduct(x, r.features, r.weights + (j << 2), units, sum)
      if (t > 0) sum = addProduct(h - (units << 2), units, r.weights + ((r.features * units + j) << 2), units, sum)
      if (r.activation == GELU) storePart(r.z + ((now * units + j) << 2), sum, units - j)
      storePart(h + (j << 2), r.activated(sum), units - j)
    }
  }
  if (r.output != r.h)
    memory.copy(r.output + ((example * units) << 2), r.h + ((((example + 1) * r.time - 1) * units) << 2), units << 2)
}

/** sum + a·B for four columns of B. */
function addProduct(a: usize, length: u32, b: usize, columns: u32, sum: v128): v128 {
  for (let i: u32 = 0; i < length; i++)
    sum = multiplyAdd(v128.load32_splat(a + (i << 2)), v128.load(b + ((i * columns) << 2)), sum)
  return sum
}

export function recurrentGradientTiles(r: Recurrent, count: u32): u32 {
  return ceilDivide(count, r.examplesPerChunk)
}

/** One chunk of examples, back through time (Werbos 1990). */
export function recurrentGradientTile(r: Recurrent, chunk: u32, count: u32): void {
  const parameters = (r.features + r.units + r.bias) * r.units
  const gradient = r.gradient + ((chunk * parameters) << 2)
  memory.fill(gradient, 0, parameters << 2)
  const last = min(count, (chunk + 1) * r.examplesPerChunk)
  for (let example = chunk * r.examplesPerChunk; example < last; example++) {
    for (let t = <i32>r.time - 1; t >= 0; t--) {
      stepBack(r, example, t)
      addGradients(r, example, t, gradient)
      if (r.inputDelta) inputGradient(r, example * r.time + t)
    }
  }
}

/** δ_t = (∂C/∂h_t + U·δ_(t+1)) · f′ */
function stepBack(r: Recurrent, example: u32, t: u32): void {
  const units = r.units
  const now = example * r.time + t
  const isLast = t == r.time - 1
  const deltas = r.deltas + ((now * units) << 2)
  const recurrent = r.weights + ((r.features * units) << 2)
  for (let k: u32 = 0; k < units; k++) {
    let reaching: f32 = 0
    if (r.output == r.h) reaching = load<f32>(r.outputDelta + ((now * units + k) << 2))
    else if (isLast) reaching = load<f32>(r.outputDelta + ((example * units + k) << 2))
    if (!isLast) reaching += dot(recurrent + ((k * units) << 2), deltas + (units << 2), units)
    store<f32>(deltas + (k << 2), reaching)
  }
  const from = (r.activation == GELU ? r.z : r.h) + ((now * units) << 2)
  for (let k: u32 = 0; k < units; k += 4) {
    const delta = v128.load(deltas + (k << 2))
    storePart(deltas + (k << 2), throughActivation(r.activation, r.alpha, v128.load(from + (k << 2)), delta), units - k)
  }
}

/** dW += x_tᵀ·δ_t, dU += h_(t−1)ᵀ·δ_t, db += δ_t */
function addGradients(r: Recurrent, example: u32, t: u32, gradient: usize): void {
  const units = r.units
  const now = example * r.time + t
  const deltas = r.deltas + ((now * units) << 2)
  for (let i: u32 = 0; i < r.features; i++)
    addScaled(gradient + ((i * units) << 2), deltas, load<f32>(r.input + ((now * r.features + i) << 2)), units)
  for (let k: u32 = 0; k < units && t > 0; k++)
    addScaled(
      gradient + (((r.features + k) * units) << 2),
      deltas,
      load<f32>(r.h + (((now - 1) * units + k) << 2)),
      units,
    )
  if (r.bias) addScaled(gradient + (((r.features + units) * units) << 2), deltas, 1, units)
}

function addScaled(target: usize, source: usize, factor: f32, length: u32): void {
  for (let j: u32 = 0; j < length; j += 4) {
    const sum = multiplyAdd(f32x4.splat(factor), v128.load(source + (j << 2)), v128.load(target + (j << 2)))
    storePart(target + (j << 2), sum, length - j)
  }
}

/** ∂C/∂x_t = W·δ_t, times f′ of what made x. */
function inputGradient(r: Recurrent, now: u32): void {
  const deltas = r.deltas + ((now * r.units) << 2)
  for (let i: u32 = 0; i < r.features; i++) {
    const at = (now * r.features + i) << 2
    const dx = f32x4.splat(dot(r.weights + ((i * r.units) << 2), deltas, r.units))
    store<f32>(r.inputDelta + at, f32x4.extract_lane(r.throughBelow(at, dx), 0))
  }
}

function dot(a: usize, b: usize, length: u32): f32 {
  let sum = f32x4.splat(0)
  for (let j: u32 = 0; j < length; j += 4) {
    const product = f32x4.mul(v128.load(a + (j << 2)), v128.load(b + (j << 2)))
    sum = f32x4.add(sum, firstLanes(product, length - j))
  }
  return sumLanes(sum)
}
