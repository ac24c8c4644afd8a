import { expect, test } from 'vitest'
import { ratios, type Measurement } from '../../bench/peers/ratios.ts'

const measured = (workload: string, round: number, name: string, variant: string, rate: number): Measurement => ({
  ...{ workload, round, name, variant, rate },
})

test('the fastest variants of a round are compared, and the middle round counts', () => {
  const measurements = [
    ...[measured('a', 1, 'we', '1', 10), measured('a', 1, 'we', '2', 20), measured('a', 1, 'they', '1', 10)],
    ...[measured('a', 2, 'we', '1', 90), measured('a', 2, 'they', '1', 30), measured('a', 2, 'they', '2', 45)],
    ...[measured('a', 3, 'we', '1', 30), measured('a', 3, 'they', '1', 6)],
    ...[measured('b', 1, 'we', '1', 1), measured('b', 1, 'others', '', 4)],
  ]
  expect(ratios(measurements, 'we')).toEqual([
    { workload: 'a', against: 'they', ours: 30, theirs: 10, ratio: 2 },
    { workload: 'b', against: 'others', ours: 1, theirs: 4, ratio: 0.25 },
  ])
})

test('a round that one of the two has not done does not count', () => {
  const measurements = [measured('a', 1, 'we', '', 5), measured('a', 2, 'we', '', 8), measured('a', 2, 'they', '', 4)]
  expect(ratios(measurements, 'we')).toEqual([{ workload: 'a', against: 'they', ours: 8, theirs: 4, ratio: 2 }])
  expect(ratios(measurements, 'they')).toMatchObject([{ against: 'we', ratio: 0.5 }])
})
