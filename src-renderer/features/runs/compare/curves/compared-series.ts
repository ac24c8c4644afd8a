import type { Series } from '../../../../charts/series.ts'
import type { CurveGroup } from './curve-groups.ts'
import type { Measure } from './measures.ts'
import { seedBand } from './seed-band.ts'
import type { ComparedCurve } from './useComparedCurves.ts'

/** The lines of one chart: those of the groups that have this measure; several seeds as their mean with its spread. */
export function comparedSeries(
  groups: readonly CurveGroup[],
  curves: ReadonlyMap<string, ComparedCurve>,
  measure: Measure,
): { readonly key: string; readonly series: Series }[] {
  return groups.flatMap(({ key, label, runs, hue, dash }): { key: string; series: Series }[] => {
    const own = runs.flatMap(({ run }) => curves.get(run.id) ?? [])
    const measured = own.filter(({ history }) => history[measure].some(Number.isFinite))
    const [first, ...others] = measured
    if (!first) return []
    const look = { name: label, kind: 'single', hue, ...(dash && { dash }) } as const
    if (others.length === 0) {
      const { axis, history } = first
      return [{ key, series: { ...look, x: axis.x, values: history[measure], high: history.high?.[measure] } }]
    }
    const { x, values, low, high } = seedBand(
      measured.map(({ axis, history }) => ({ x: axis.x, values: middles(history[measure], history.high?.[measure]) })),
    )
    return [{ key, series: { ...look, x, values, band: { low, high } } }]
  })
}

const middles = (low: Float64Array, high: Float64Array | undefined): Float64Array =>
  high ? low.map((value, at) => (value + (high[at] ?? value)) / 2) : low

/** Every x that one of the series has, once, ascending. */
export function unionX(series: readonly Series[]): Float64Array {
  const all = Float64Array.from(new Set(series.flatMap(({ x }) => [...(x ?? [])])))
  return all.filter(Number.isFinite).sort()
}
