import { eachSeries, type CurveHistory } from '../../../../../src-main/contract/curve-history.ts'
import type { RunHistory } from '../../../../../src-main/contract/types.ts'
import type { Connection } from '../../../../api/connection.ts'

/** So many points of each curve are drawn: two for each column of pixels that a chart of a comparison has; of many curves fewer. */
export const curvePoints = (curves: number): number => (curves > MANY ? 500 : 1200)
const MANY = 8

interface Part {
  readonly from?: number
  readonly to?: number
  readonly points: number
}

/**
 * Some series of a run as they can be drawn, asked for together; those that nobody wants are empty. Where a point stands for
 * several epochs the arrays hold the least and those of `high` the most.
 */
export async function readCurves(
  api: Pick<Connection, 'invoke'>,
  id: string,
  wanted: readonly (keyof RunHistory)[],
  part: Part,
): Promise<CurveHistory> {
  const names = ['epoch', ...wanted.filter((name) => name !== 'epoch')] as const
  const windows = await Promise.all(names.map((series) => api.invoke('runs/window', { id, series, ...part })))
  const none = new Float64Array()
  const of = (name: keyof RunHistory, end: 'min' | 'max'): Float64Array<ArrayBuffer> =>
    windows[names.indexOf(name)]?.[end] ?? none
  const low = eachSeries((name) => of(name, 'min'))
  const isExact = low.epoch.every((epoch, at) => epoch === windows[0]?.max[at])
  return isExact ? low : { ...low, high: eachSeries((name) => of(name, 'max')) }
}
