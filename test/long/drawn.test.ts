import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readIdx } from '../../src-engine/data/idx.ts'
import { drawnDigits } from '../../src-engine/data/pictures/digits/digits.ts'
import { drawnShapes } from '../../src-engine/data/pictures/shapes/shapes.ts'
import { arraySource } from '../../src-engine/train/source.ts'
import { drawnSource, learnDrawn } from '../engine/support/drawn.ts'
import { sharedData } from '../main/datasets/pictures.ts'

test('cnn-small that has seen 10,000 drawn digits, and no other, reads nine in ten of MNIST', (context) => {
  const folder = sharedData('mnist', context)
  const read = (name: string, dimensions: number) => readIdx(gunzipSync(readFileSync(join(folder, name))), dimensions)
  const { values } = read('t10k-images-idx3-ubyte.gz', 3)
  const labels = read('t10k-labels-idx1-ubyte.gz', 1).values
  const mnist = arraySource(
    Float32Array.from(values, (value) => value / 255),
    labels,
    drawnDigits.shape,
  )
  const train = drawnSource(drawnDigits, () => true)
  expect([train.count, mnist.count]).toEqual([10_000, 10_000])
  for (const seed of [1, 2, 3]) {
    const accuracy = learnDrawn(drawnDigits, train, mnist, { preset: 'cnn-small', seed, epochs: 8 })
    console.log(`cnn-small, seed ${seed}, 8 epochs on 10,000 drawn digits: ${accuracy} of the MNIST test pictures`)
    expect(accuracy).toBeGreaterThanOrEqual(0.9)
  }
})

test('cnn-small learns the shapes in ten epochs, a logistic regression does not', () => {
  const train = drawnSource(drawnShapes, (index) => index % 5 < 3)
  const held = drawnSource(drawnShapes, (index) => index % 5 === 4)
  const accuracies = ['cnn-small', 'logistic'].map((preset) =>
    learnDrawn(drawnShapes, train, held, { preset, seed: 1, epochs: 10 }),
  )
  console.log(`shapes, ten epochs on ${train.count}: cnn-small ${accuracies[0]}, logistic ${accuracies[1]}`)
  expect(accuracies[0]).toBeGreaterThan(0.9)
  expect(accuracies[1]).toBeLessThan(0.65)
})
