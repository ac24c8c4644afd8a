import { expect, test } from 'vitest'
import { FIRST_RUN } from '../../../src-engine/data/first-run.ts'
import { builtInPictures } from '../../../src-engine/data/pictures/built-in.ts'
import { drawnSource, learnDrawn } from '../support/drawn.ts'

/** Validation accuracy by which everybody sees that something was learnt; guessing gives 0.5. */
const BAR = 0.9

test('the run behind the first button has learnt after two of its epochs, whatever the seed', () => {
  const { pictures } = builtInPictures(FIRST_RUN.data)!
  const train = drawnSource(pictures, (index) => index % 5 < 3)
  const validation = drawnSource(pictures, (index) => index % 5 === 3)
  const accuracies = Array.from({ length: 100 }, (_, seed) =>
    learnDrawn(pictures, train, validation, { preset: FIRST_RUN.preset, seed, epochs: 2 }),
  )
  console.log(`least validation accuracy of 100 seeds after 2 epochs: ${Math.min(...accuracies)}`)
  expect(accuracies.flatMap((accuracy, seed) => (accuracy < BAR ? [{ seed, accuracy }] : []))).toEqual([])
})
