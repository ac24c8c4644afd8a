import { onScopeDispose, shallowRef, watch } from 'vue'
import { scaleRows } from '../../../../src-engine/data/tables/scale.ts'
import type { DataSpec } from '../../../../src-engine/spec/data.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { DatasetItem } from '../../../../src-main/contract/types.ts'
import { useConnection, type Connection } from '../../../api/connection.ts'

/** One example of a data set, as a network reads it. */
export interface Example {
  readonly item: DatasetItem
  readonly total: number
  readonly input: Float32Array
}

interface Wanted {
  readonly id: string
  /** Which one, from 0. */
  readonly offset: number
  readonly data: Pick<DataSpec, 'prepare' | 'table'>
}

/** @param wanted null while nobody wants to see one */
export function useExample(wanted: () => Wanted | null) {
  const api = useConnection()
  const example = shallowRef<Example | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  let round = 0
  watch(
    () => JSON.stringify(wanted()),
    async () => {
      const mine = ++round
      const asked = wanted()
      if (!asked) return
      try {
        const next = await read(api, asked)
        if (mine !== round) return
        example.value = next
        error.value = null
      } catch (caught) {
        if (mine !== round) return
        example.value = null
        error.value = toEnvelope(caught)
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => round++)
  return { example, error }
}

/** @throws {GlassboxError} when the originals are gone, say */
async function read(api: Pick<Connection, 'invoke'>, { id, offset, data }: Wanted): Promise<Example | null> {
  if (data.prepare) {
    const { total, items } = await api.invoke('datasets/items', { id, offset, limit: 1 })
    const [item] = items
    if (!item) return null
    const { tensor } = await api.invoke('datasets/preview', { id, position: item.position, prepare: data.prepare })
    return { item, total, input: tensor }
  }
  const { total, items, values } = await api.invoke('datasets/rows', { id, offset, limit: 1 })
  const [item] = items
  if (!item) return null
  const input = values.slice()
  if (data.table?.statistics) scaleRows(input, data.table.statistics)
  return { item, total, input }
}
