import { describe, expect, test } from 'vitest'
import { sharedData } from '../main/datasets/pictures.ts'
import { falls, trainExample } from '../main/support/examples.ts'
import { temporaryFolder } from '../main/support/temporary.ts'

/** By the configs of docs/examples, one thread: the same bits everywhere that multiply-adds round alike. */
async function onMnist(name: string, folder: string) {
  const result = await trainExample(name, folder, await temporaryFolder(), '--threads', '1')
  const { train, validation, test: tested } = result.metrics
  expect([train.count, validation.count, tested.count]).toEqual([55_000, 5_000, 10_000])
  console.log(
    `${name}: test accuracy ${tested.accuracy}, losses ${result.losses.map((l) => l.toPrecision(4)).join(' ')}`,
  )
  return { ...result, accuracy: tested.accuracy }
}

describe('MNIST', () => {
  test.for([
    ['mnist-784-32-10', 0.958],
    ['mnist-784-500-500-500-10', 0.978],
    ['mnist-cnn28', 0.986],
    ['mnist-784-15-10', 0.92],
    ['mnist-784-32-10-10', 0.94],
  ] as const)('%s: at least %f of the test pictures', async ([name, least], context) => {
    const { accuracy } = await onMnist(name, sharedData('mnist', context))
    expect(accuracy).toBeGreaterThanOrEqual(least)
  })

  test('784-500-500-500-10 as printed: plain gradient descent from N(0, 1), the summed loss falls in all of 10 epochs', async (context) => {
    const { losses } = await onMnist('mnist-784-500-500-500-10-as-printed', sharedData('mnist', context))
    const batches = 550
    const summed = losses.map((mean) => mean * batches)
    for (const [i, loss] of summed.entries())
      console.log(`Epoch ${i} completed out of ${summed.length} loss: ${loss.toFixed(1)}`)
    expect(summed).toHaveLength(10)
    expect(falls(summed)).toBe(true)
  })
})
