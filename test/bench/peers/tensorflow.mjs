/**
 * One workload of `glassbox bench` in TensorFlow.js.
 *
 * usage: tensorflow.mjs MODULES BACKEND WORKLOAD SECONDS, MODULES being a folder in which it is installed
 * prints { version, rate }: examples a second, of gemm GFLOP/s; the median of seven blocks, or a single step that takes longer than that
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { median } from './median.mjs'

const [modules = '', backend = '', workload = '', seconds = ''] = process.argv.slice(2)
const load = createRequire(join(modules, 'require.js'))
// It says on stdout that there is a faster package for Node.
console.warn = console.log = () => undefined
const tf = load('@tensorflow/tfjs')
if (backend === 'wasm') {
  const wasm = load('@tensorflow/tfjs-backend-wasm')
  wasm.setWasmPaths(`${dirname(load.resolve('@tensorflow/tfjs-backend-wasm'))}/`)
}
await tf.setBackend(backend)
await tf.ready()

const dense = (units, activation = 'relu') => tf.layers.dense({ units, activation })
const conv = (filters, options = {}) => tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', ...options })
const relu = () => tf.layers.activation({ activation: 'relu' })
const pool = () => tf.layers.maxPooling2d({ poolSize: 2 })
const normalize = () => tf.layers.batchNormalization()
const normalized = (filters) => [conv(filters), normalize(), relu(), pool()]
const chain = (input, layers) => layers.reduce((x, layer) => layer.apply(x), input)

function residual(input, filters, strides) {
  const bare = { useBias: false }
  const body = [conv(filters, { strides, ...bare }), normalize(), relu(), conv(filters, bare), normalize()]
  const shrink = strides > 1 ? [tf.layers.averagePooling2d({ poolSize: strides })] : []
  const widen = [tf.layers.conv2d({ filters, kernelSize: 1, useBias: false }), normalize()]
  const skip = strides > 1 || input.shape[3] !== filters ? chain(input, [...shrink, ...widen]) : input
  return relu().apply(tf.layers.add().apply([chain(input, body), skip]))
}

function res64(input) {
  const stem = chain(input, [conv(24, { strides: 2, useBias: false }), normalize(), relu()])
  const blocks = [
    [24, 1],
    [48, 2],
    [96, 2],
    [128, 2],
  ].reduce((x, [filters, strides]) => residual(x, filters, strides), stem)
  return chain(blocks, [tf.layers.globalAveragePooling2d({}), dense(10, 'softmax')])
}

const flatten = () => tf.layers.flatten()
const networks = {
  'mlp-small': [32, [784], (x) => chain(x, [dense(32), dense(10, 'softmax')]), () => tf.train.sgd(0.1)],
  'mlp-book': [
    ...[100, [784], (x) => chain(x, [dense(500), dense(500), dense(500), dense(10, 'softmax')])],
    () => tf.train.adam(1e-4),
  ],
  cnn28: [
    ...[64, [28, 28, 1]],
    (x) => {
      const relued = (filters) => conv(filters, { activation: 'relu' })
      return chain(x, [relued(16), pool(), relued(32), pool(), flatten(), dense(64), dense(10, 'softmax')])
    },
    () => tf.train.adam(1e-3),
  ],
  cnn64: [
    ...[32, [64, 64, 3]],
    (x) => {
      const blocks = [...normalized(32), ...normalized(64), ...normalized(128)]
      return chain(x, [...blocks, flatten(), dense(128), dense(10, 'softmax')])
    },
    () => tf.train.adam(1e-3),
  ],
  // It has no AdamW, so its weights do not decay.
  res64: [32, [64, 64, 3], res64, () => tf.train.adam(2e-3)],
}

function network(name) {
  const [batchSize, shape, layersOf, optimizer] = networks[name]
  const input = tf.input({ shape })
  const model = tf.model({ inputs: input, outputs: layersOf(input) })
  model.compile({ optimizer: optimizer(), loss: 'categoricalCrossentropy' })
  const inputs = tf.randomUniform([batchSize, ...shape])
  const answers = tf.oneHot(tf.randomUniform([batchSize], 0, 10, 'int32'), 10)
  return [() => model.trainOnBatch(inputs, answers), batchSize]
}

function xor() {
  const layers = [
    tf.layers.dense({ units: 2, activation: 'sigmoid', inputShape: [2] }),
    tf.layers.dense({ units: 1, activation: 'sigmoid' }),
  ]
  const model = tf.sequential({ layers })
  model.compile({ optimizer: tf.train.sgd(0.5), loss: 'meanSquaredError' })
  const [inputs, answers] = [tf.tensor2d([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]), tf.tensor2d([0, 1, 1, 0], [4, 1])]
  return [() => model.trainOnBatch(inputs, answers), 4]
}

function gemm() {
  const [a, b] = [tf.randomUniform([1024, 1024]), tf.randomUniform([1024, 1024])]
  const work = async () => {
    const product = tf.matMul(a, b)
    await product.data()
    product.dispose()
  }
  return [work, (2 * 1024 ** 3) / 1e9]
}

const [work, amount] = workload === 'gemm' ? gemm() : workload === 'xor' ? xor() : network(workload)
/** Seconds of one piece of work. */
async function timed(repeats) {
  const started = performance.now()
  for (let i = 0; i < repeats; i++) await work()
  return (performance.now() - started) / 1000 / repeats
}
// Beside a first step of many seconds it does not matter that things are made ready in it.
const blocks = [await timed(1)]
if (blocks[0] < Number(seconds)) {
  const repeats = Math.max(1, Math.floor(Number(seconds) / 7 / (await timed(2))))
  blocks.pop()
  for (let i = 0; i < 7; i++) blocks.push(await timed(repeats))
}
process.stdout.write(`${JSON.stringify({ version: tf.version.tfjs, rate: amount / median(blocks) })}\n`)
