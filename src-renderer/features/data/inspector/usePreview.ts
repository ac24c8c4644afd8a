import { onScopeDispose, shallowRef, watch } from 'vue'
import type { PrepareSpec } from '../../../../src-engine/spec/data.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { PicturePreview } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'

interface Wanted {
  readonly id: string
  readonly position: number
  readonly prepare: PrepareSpec
}

/** Who holds a key or types asks many times a second (milliseconds). */
const PAUSE = 120

/** A picture as a network would see it; the one before stays until the next is there. */
export function usePreview(wanted: () => Wanted | null) {
  const api = useConnection()
  const preview = shallowRef<PicturePreview | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  let round = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function read(asked: Wanted): Promise<void> {
    const mine = ++round
    try {
      const answer = await api.invoke('datasets/preview', asked)
      if (mine !== round) return
      preview.value = answer
      error.value = null
    } catch (caught) {
      if (mine !== round) return
      preview.value = null
      error.value = toEnvelope(caught)
    }
  }

  watch(
    () => JSON.stringify(wanted()),
    (_, before) => {
      clearTimeout(timer)
      const asked = wanted()
      if (!asked) return
      if (before === undefined) void read(asked)
      else timer = setTimeout(() => void read(asked), PAUSE)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    round++
  })
  return { preview, error }
}
