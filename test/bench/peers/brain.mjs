/**
 * One workload of `glassbox bench` in brain.js, which has fully connected networks only.
 *
 * usage: brain.mjs MODULES WORKLOAD SECONDS, MODULES being a folder in which brain.js is installed
 * prints { version, rate }: examples a second, the median of seven blocks
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { median } from './median.mjs'

const [modules = '', workload = '', seconds = ''] = process.argv.slice(2)
const load = createRequire(join(modules, 'require.js'))
const { NeuralNetwork } = load('brain.js')

const truths = [0, 1, 2, 3].map((i) => ({ input: [i >> 1, i & 1], output: [(i >> 1) ^ (i & 1)] }))
const random = (length) => Array.from({ length }, Math.random)
const oneHot = (label) => Array.from({ length: 10 }, (_, i) => Number(i === label))
const pictures = Array.from({ length: 32 }, (_, i) => ({ input: random(784), output: oneHot(i % 10) }))

const work = {
  xor: { options: { hiddenLayers: [2], activation: 'sigmoid', learningRate: 0.5 }, data: truths },
  'mlp-small': { options: { hiddenLayers: [32], activation: 'relu', learningRate: 0.1 }, data: pictures },
}[workload]
if (!work) throw new Error(`brain.js has no ${workload}.`)

const network = new NeuralNetwork(work.options)
/** Seconds of an iteration, which goes over all examples once; it would stop at an error that none reaches here. */
function timed(iterations) {
  const started = performance.now()
  network.train(work.data, { iterations, errorThresh: 1e-12 })
  return (performance.now() - started) / 1000 / iterations
}
timed(3)
const iterations = Math.max(1, Math.floor(Number(seconds) / 7 / timed(10)))
timed(iterations)
const rate = work.data.length / median(Array.from({ length: 7 }, () => timed(iterations)))
console.log(JSON.stringify({ version: load('brain.js/package.json').version, rate }))
