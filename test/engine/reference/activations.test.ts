import { expect, test } from 'vitest'
import { activate, derivative } from '../../../src-engine/reference/activations.ts'

test.each(['leakyRelu', 'elu'] as const)('%s whose slope below zero is 0 is relu', (activation) => {
  for (const z of [-2, -1e-9, 0, 1e-9, 3]) {
    const a = activate(activation, z, 0)
    expect(a + 0).toBe(activate('relu', z))
    expect(derivative(activation, a, z, 0), String(z)).toBe(derivative('relu', Math.max(0, z)))
  }
})

test('at zero, leakyRelu and elu with a slope below zero still rise', () => {
  expect([derivative('leakyRelu', 0, 0, 0.1), derivative('elu', 0, 0, 1)]).toEqual([1, 1])
})
