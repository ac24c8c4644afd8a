import { CONDENSED_POINTS, MOST_POINTS, type CurveHistory } from '../../../src-main/contract/curve-history.ts'
import type { Connection } from '../../api/connection.ts'

type Asker = Pick<Connection, 'invoke'>
const SERIES = ['seconds', 'loss', 'accuracy', 'val_loss', 'val_accuracy', 'mae', 'val_mae'] as const

/** All epochs of a run; of a long run what fits a screen. */
export async function readHistory(api: Asker, id: string): Promise<CurveHistory> {
  const { count } = await api.invoke('runs/curves', { id, series: [], points: 1 })
  return count > MOST_POINTS ? await readPart(api, id, 0, count) : await api.invoke('runs/history', { id })
}

/** The epochs of a long run from one position in its history up to before another, as many points as fit a screen. */
export function readPart(api: Asker, id: string, from: number, to: number): Promise<CurveHistory> {
  return api.invoke('runs/curves', { id, series: [...SERIES], from, to, points: CONDENSED_POINTS })
}
