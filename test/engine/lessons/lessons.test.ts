import { describe, expect, it } from 'vitest'
import { LESSONS } from '../../../src-engine/lessons/lessons.ts'
import { expectGoldens } from '../support/golden-tree.ts'
import { goldens } from '../support/goldens.ts'

const named = (name: string) => LESSONS.find((one) => one.name === name)!

describe('the list of lessons', () => {
  it('has a lesson for each system', () => {
    expect(LESSONS.map(({ name }) => name)).toEqual([
      ...['cheese', 'gates', 'xor-infeasible', 'activations', 'softmax', 'forward', 'pictures-8x8', 'costs'],
      ...['man-vs-chicken', 'mazur', 'ng', 'gradcheck', 'update', 'optimisers', 'zero-init', 'sklearn-xor'],
      ...['keras-xor', 'digits'],
    ])
    for (const { about } of LESSONS) expect(about).toMatch(/^[^\n]{20,90}$/)
  })

  it.each(LESSONS.map((one) => [one.name, one] as const))('%s has plain numbers only', (_, { numbers, takes }) => {
    const few = { ...(takes.includes('steps') ? { steps: 3 } : {}), ...(takes.includes('seeds') ? { seeds: 2 } : {}) }
    const found = numbers(few)
    // Typed arrays would be objects, numbers that are not finite null.
    const strange: unknown[] = []
    const text = JSON.stringify(found, (__, value: unknown) => {
      if (ArrayBuffer.isView(value) || (typeof value === 'number' && !Number.isFinite(value))) strange.push(value)
      return value
    })
    expect(strange).toEqual([])
    expect(text.length).toBeGreaterThan(500)
  })
})

describe('a lesson takes what it says', () => {
  it('mazur: steps and order', () => {
    const after = (options: object) => named('mazur').numbers(options) as { errorAfter: number; steps: number }
    const { simultaneous_fixed, sequential_fixed } = goldens.mazur.trajectories
    expectGoldens(after({}).errorAfter, simultaneous_fixed![1]!.E_total)
    expectGoldens(after({ steps: 100, order: 'sequential' }).errorAfter, sequential_fixed![100]!.E_total, 1e-10)
    expect(after({ steps: 7 }).steps).toBe(7)
  })

  it('keras-xor: seeds; update and pictures-8x8: steps', () => {
    expect(named('keras-xor').numbers({ seeds: 2 })).toMatchObject({ simulation: { 1: { seeds: 2 } } })
    expect(named('update').numbers({ steps: 2 })).toMatchObject({
      gradient_descent_1d: { eta: { '1.0': [-1.5, 1.5, -1.5] } },
    })
    expect(named('pictures-8x8').numbers({ steps: 0 })).toMatchObject({ errors: [expect.any(Number)] })
  })

  it('the goldens’ keys stand at the top', () => {
    expect(named('zero-init').numbers({})).toMatchObject({ OR: { 1: { b2: 0.125 } } })
    expect(named('costs').numbers({})).toMatchObject({ book_5_1_3_2: { values: { SSE: 17 } } })
    expect(named('ng').numbers({})).toMatchObject({ Y: [1, 0], J: expect.closeTo(0.7171871, 6) as number })
  })
})
