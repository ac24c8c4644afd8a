import { expect, it } from 'vitest'
import { aligned, positionIn, seriesCsv, type Series } from '../../../../src-renderer/charts/series.ts'
import { unionX } from '../../../../src-renderer/features/runs/compare/curves/compared-series.ts'
import { readCurves } from '../../../../src-renderer/features/runs/compare/curves/read-curves.ts'
import { FakeApi } from '../../fake-api.ts'

const short: Series = { name: 'a', kind: 'single', x: Float64Array.of(1, 3), values: Float64Array.of(10, 30) }
const long: Series = { name: 'b', kind: 'single', x: Float64Array.of(1, 2, 5), values: Float64Array.of(1, 2, 5) }
const x = unionX([short, long])

it('puts curves of different lengths over one axis', () => {
  expect([...x]).toEqual([1, 2, 3, 5])
  expect(aligned(x, [short])[0]!.values).toEqual(Float64Array.of(10, NaN, 30, NaN))
  expect(seriesCsv('epoch', x, [short, long])).toBe('epoch,a,b\n1,10,1\n2,,2\n3,30,\n5,,5\n')
})

it('finds the nearest value of a curve, and none behind its end', () => {
  expect([0, 1, 2, 3].map((index) => positionIn(short, x, index))).toEqual([0, 1, 1, -1])
  expect(positionIn({ name: 'c', kind: 'single', values: Float64Array.of(1) }, x, 2)).toBe(2)
})

it('asks for the wanted series alone, all at once, and knows a thinned curve by its buckets', async () => {
  const api = new FakeApi({
    'runs/window': ({ series }) => ({
      ...{ count: 4, index: Float64Array.of(0, 2) },
      ...(series === 'epoch'
        ? { min: Float64Array.of(1, 3), max: Float64Array.of(2, 4) }
        : { min: Float64Array.of(0.5, 0.1), max: Float64Array.of(0.9, 0.2) }),
    }),
  })
  const curve = await readCurves(api, 'run00001', ['val_loss'], { points: 2 })
  expect(api.calls.map(({ input }) => (input as { series: string }).series)).toEqual(['epoch', 'val_loss'])
  expect([[...curve.val_loss], [...curve.high!.val_loss]]).toEqual([
    [0.5, 0.1],
    [0.9, 0.2],
  ])
  expect([...curve.high!.epoch]).toEqual([2, 4])
  expect(curve.loss).toHaveLength(0)
})
