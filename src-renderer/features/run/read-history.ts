import {
  CONDENSED_POINTS,
  eachSeries,
  MOST_POINTS,
  type CurveHistory,
} from '../../../src-main/contract/curve-history.ts'
import type { RunHistory } from '../../../src-main/contract/types.ts'
import type { Connection } from '../../api/connection.ts'

type Asker = Pick<Connection, 'invoke'>
const SERIES = ['epoch', 'seconds', 'loss', 'accuracy', 'val_loss', 'val_accuracy'] as const

/** All epochs of a run; of a long run what fits a screen. */
export async function readHistory(api: Asker, id: string): Promise<CurveHistory> {
  const { count } = await api.invoke('runs/window', { id, series: 'epoch', points: 1 })
  return count > MOST_POINTS ? await readPart(api, id, 0, count) : await api.invoke('runs/history', { id })
}

/** The epochs of a long run from one position in its history up to before another, as many points as fit a screen. */
export async function readPart(api: Asker, id: string, from: number, to: number): Promise<CurveHistory> {
  const part = { id, from, to, points: CONDENSED_POINTS }
  const windows = await Promise.all(SERIES.map((series) => api.invoke('runs/window', { ...part, series })))
  const of = (name: keyof RunHistory, end: 'min' | 'max'): Float64Array<ArrayBuffer> =>
    windows[SERIES.indexOf(name)]![end]
  return { ...eachSeries((name) => of(name, 'min')), high: eachSeries((name) => of(name, 'max')) }
}
