import { expect, it } from 'vitest'
import { hopfieldEnergy, hopfieldSweep, hopfieldWeights } from '../../../src-engine/reference/hopfield.ts'
import { createRng } from '../../../src-engine/train/rng.ts'
import { goldens } from '../support/goldens.ts'
import { expectGolden } from '../support/numbers.ts'

const { hopfield } = goldens
const pattern = Float64Array.from(hopfield.pattern)
const corrupted = Float64Array.from(hopfield.corrupted)
const w = hopfieldWeights([pattern], 6)

it('remembers the golden pattern', () => {
  expectGolden(w, hopfield.W.flat())
  expect([...hopfieldSweep(w, corrupted)]).toEqual(hopfield.recalled_after_one_sweep)
  expectGolden(
    [hopfieldEnergy(w, pattern), hopfieldEnergy(w, corrupted)],
    [...[hopfield.energy.pattern, hopfield.energy.corrupted]],
  )
})

it('finds three patterns again from a tenth of their units turned; no sweep raises the energy', () => {
  const N = 100
  const rng = createRng(5, 'initializer')
  const patterns = [0, 1, 2].map(() => new Float64Array(N).map(() => (rng.uniform() < 0.5 ? -1 : 1)))
  const weights = hopfieldWeights(patterns, N)
  for (const wanted of patterns) {
    let state = wanted.map((value, i) => (i % 10 === 0 ? -value : value))
    for (let sweep = 0; sweep < 5; sweep++) {
      const next = hopfieldSweep(weights, state)
      expect(hopfieldEnergy(weights, next)).toBeLessThanOrEqual(hopfieldEnergy(weights, state) + 1e-9)
      state = Float64Array.from(next)
    }
    expect([...state]).toEqual([...wanted])
  }
})

it('a unit that is told nothing stays', () => {
  expect([...hopfieldSweep(new Float64Array(4), Float64Array.of(-1, 1))]).toEqual([-1, 1])
})

it('every unit listens to every other, the first too', () => {
  expect([...hopfieldSweep(Float64Array.of(0, 0, 1, 0), Float64Array.of(1, -1))]).toEqual([1, 1])
  expect([...hopfieldSweep(Float64Array.of(0, 1, 0, 0), Float64Array.of(-1, 1))]).toEqual([1, 1])
})
