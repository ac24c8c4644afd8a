import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { glassbox } from '../main/support/glassbox.ts'
import { temporaryFolder } from '../main/support/temporary.ts'

const data = join(import.meta.dirname, '../../../shared/data/folders')
const SEEDS = [1, 2, 3, 4, 5]

/**
 * Of the best checkpoint on the test split, in percent. PyTorch reaches 78–88 and 70–89 by seed with cnn-small. Without a
 * preset it is what photos get: resnet-small by its recipe.
 */
test.for([
  ['sign-digits-dev', 'cnn-small', 0.77],
  ['grocery6-dev', 'cnn-small', 0.75],
  ['sign-digits-dev', null, 0.96],
  ['grocery6-dev', null, 0.86],
  ['omniglot3-dev', null, 0.88],
] as const)('%s by %s: the median of five seeds is at least %f', async ([name, preset, least], context) => {
  const folder = join(data, name)
  if (!existsSync(folder)) {
    console.warn(`*** ${folder} is absent: the accuracy of ${preset ?? 'the default'} on ${name} is NOT checked. ***`)
    context.skip()
  }
  const home = await temporaryFolder()
  const accuracies: number[] = []
  for (const seed of SEEDS) {
    const { stdout, stderr } = await glassbox(
      ['train', folder, ...(preset ? ['--preset', preset] : []), '--seed', String(seed), '--json'],
      { home },
    )
    expect(stdout, stderr).not.toBe('')
    const { metrics, samplesPerSecond } = JSON.parse(stdout) as {
      metrics: { test: { accuracy: number } }
      samplesPerSecond: number
    }
    accuracies.push(metrics.test.accuracy)
    console.log(
      `${name} seed ${seed}: test accuracy ${metrics.test.accuracy.toFixed(3)}, ${Math.round(samplesPerSecond)} pictures per second`,
    )
  }
  const median = accuracies.toSorted((a, b) => a - b)[2] ?? 0
  console.log(`${name}: median ${median.toFixed(3)} of ${accuracies.map((value) => value.toFixed(3)).join(', ')}`)
  expect(median).toBeGreaterThanOrEqual(least)
})
