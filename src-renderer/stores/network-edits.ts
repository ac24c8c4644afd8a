import { defineStore, storeToRefs } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { NetworkSpec } from '../../src-engine/spec/network.ts'
import { useTrainDraft, type TrainDraft } from './train-draft.ts'

type Choice = Pick<TrainDraft, 'preset' | 'own'>

/** As far back as anybody goes. */
const MOST = 200

/** Changes of the next run's network, each of which can be taken back: layers edited, another preset chosen. */
export const useNetworkEdits = defineStore('network-edits', () => {
  const { draft } = storeToRefs(useTrainDraft())
  const past = shallowRef<readonly Choice[]>([])
  const future = shallowRef<readonly Choice[]>([])
  const canUndo = computed(() => past.value.length > 0)
  const canRedo = computed(() => future.value.length > 0)
  /** What the last change was made to: typing on in one field is one change. */
  let lastKey: string | null = null

  const current = (): Choice => ({ preset: draft.value.preset, own: draft.value.own })
  const show = (choice: Choice): void => void (draft.value = { ...draft.value, ...choice })

  function change(choice: Choice, key: string | null): void {
    if (key === null || key !== lastKey) past.value = [...past.value, current()].slice(-MOST)
    lastKey = key
    future.value = []
    show(choice)
  }

  /**
   * Another network than the one that is shown.
   * @param from the name of that one, unless it is one's own already
   * @param key of the setting that is typed
   */
  function edit(network: NetworkSpec, from: string, key: string | null = null): void {
    const { preset, own } = draft.value
    change({ preset, own: { from: own?.from ?? from, network } }, key)
  }

  /** Replaces what was made by hand. */
  function choosePreset(preset: string | null): void {
    // The number of units of a preset is typed, too.
    change({ preset, own: null }, draft.value.own ? null : 'preset')
  }

  function undo(): void {
    const before = past.value.at(-1)
    if (!before) return
    past.value = past.value.slice(0, -1)
    future.value = [...future.value, current()]
    lastKey = null
    show(before)
  }

  function redo(): void {
    const next = future.value.at(-1)
    if (!next) return
    future.value = future.value.slice(0, -1)
    past.value = [...past.value, current()]
    lastKey = null
    show(next)
  }

  // The networks of another run to begin from have nothing to do with these.
  watch(
    () => [draft.value.base?.name, draft.value.from?.runId].join(),
    () => {
      past.value = []
      future.value = []
      lastKey = null
    },
  )

  return { canUndo, canRedo, edit, choosePreset, undo, redo }
})
