import { shallowRef, watch } from 'vue'
import type { RunSummary } from '../../../../../src-main/contract/types.ts'
import { useConnection } from '../../../../api/connection.ts'

/** Of the last saved epoch; NaN for what was not measured. */
export interface LastFigures {
  readonly epoch: number
  readonly loss: number
  readonly accuracy: number
}

/** What each run had come to at its last saved epoch, on validation where it has that; by id, as far as it is read. */
export function useLastFigures(runs: () => readonly RunSummary[]) {
  const api = useConnection()
  const figures = shallowRef<ReadonlyMap<string, LastFigures>>(new Map())

  async function lastOf(id: string): Promise<LastFigures | null> {
    const { count } = await api.invoke('runs/window', { id, series: 'epoch', points: 1 })
    if (count === 0) return null
    const names = ['epoch', 'loss', 'accuracy', 'val_loss', 'val_accuracy'] as const
    const [epoch = NaN, loss = NaN, accuracy = NaN, valLoss = NaN, valAccuracy = NaN] = await Promise.all(
      names.map(async (series) => {
        const { max } = await api.invoke('runs/window', { id, series, from: count - 1, to: count, points: 1 })
        return max[0] ?? NaN
      }),
    )
    const isHeldOut = !Number.isNaN(valLoss)
    return { epoch, loss: isHeldOut ? valLoss : loss, accuracy: isHeldOut ? valAccuracy : accuracy }
  }

  watch(
    () =>
      runs()
        .map(({ id, epochsDone }) => `${id} ${epochsDone}`)
        .join(),
    async (_now, _before, onCleanup) => {
      let isOver = false
      onCleanup(() => (isOver = true))
      // A run whose curve cannot be read has a dash there; what is wrong with it its own page says.
      const read = await Promise.all(runs().map(async ({ id }) => [id, await lastOf(id).catch(() => null)] as const))
      if (!isOver) figures.value = new Map(read.flatMap(([id, last]) => (last ? [[id, last] as const] : [])))
    },
    { immediate: true },
  )
  return figures
}
