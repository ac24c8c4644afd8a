import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import type { Classified } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'
import type { Picture } from '../api/folder.ts'
import { batchesOf } from '../api/picture-batches.ts'

const TOP_K = 5
/** 2.png before 10.png. */
const naturalOrder = new Intl.Collator(undefined, { numeric: true })

/** Pictures given to a run, and what it says about them. */
export const useClassify = defineStore('classify', () => {
  const api = useConnection()
  const runId = useLocalStorage('glassbox.classify.run', '')
  const checkpoint = useLocalStorage<'best' | 'last'>('glassbox.classify.checkpoint', 'best')
  const pictures = shallowRef<readonly Picture[]>([])
  const results = shallowRef<readonly Classified[]>([])
  const error = shallowRef<ErrorEnvelope | null>(null)
  const busy = shallowRef(false)
  /** Answers of a round that was overtaken by another one are dropped. */
  let round = 0

  /** Classifies pictures with the chosen run, a few at a time, in place of what was there. */
  async function classify(given: readonly Picture[]): Promise<void> {
    const mine = ++round
    const files = given.toSorted((a, b) => naturalOrder.compare(a.path, b.path))
    pictures.value = files
    results.value = []
    error.value = null
    busy.value = files.length > 0
    try {
      for await (const { inputs, failures } of batchesOf(files)) {
        if (mine !== round) return
        const input = { runId: runId.value, checkpoint: checkpoint.value, topK: TOP_K, pictures: inputs }
        const answers = inputs.length > 0 ? await api.invoke('classify/pictures', input) : []
        if (mine !== round) return
        results.value = [...results.value, ...answers, ...failures]
      }
    } catch (caught) {
      if (mine === round) error.value = toEnvelope(caught)
    } finally {
      if (mine === round) busy.value = false
    }
  }

  /** Shows why there is no picture to classify. */
  function fail(reason: ErrorEnvelope): void {
    cancel()
    pictures.value = []
    results.value = []
    error.value = reason
  }

  /** The same pictures once more: with another run, or after an error. */
  const again = (): Promise<void> => classify(pictures.value)

  /** Stops after the pictures that are being looked at; what is there stays. */
  function cancel(): void {
    round++
    busy.value = false
  }

  // Another network has its own opinion of the same pictures.
  watch([runId, checkpoint], again, { flush: 'sync' })

  return { runId, checkpoint, pictures, results, error, busy, classify, again, cancel, fail }
})
