import { shallowRef, watch } from 'vue'
import type { DatasetItem, DatasetSummary } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'

const SHOWN = 3

/** The first picture of each of the first classes. */
export function useSamplePictures(dataset: () => DatasetSummary) {
  const api = useConnection()
  const pictures = shallowRef<readonly DatasetItem[]>([])
  watch(
    () => dataset().id,
    async (id) => {
      pictures.value = []
      const count = Math.min(SHOWN, dataset().classes.length)
      const asked = Array.from({ length: count }, (_, classIndex) =>
        api.invoke('datasets/items', { id, classIndex, limit: SHOWN }).catch(() => null),
      )
      const found = await Promise.all(asked)
      if (id !== dataset().id) return
      const firsts = found.flatMap((answer) => answer?.items.slice(0, 1) ?? [])
      const others = found.flatMap((answer) => answer?.items.slice(1) ?? [])
      pictures.value = [...firsts, ...others].slice(0, SHOWN)
    },
    { immediate: true },
  )
  return { pictures }
}
