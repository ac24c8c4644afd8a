import { computed } from 'vue'
import type { DatasetSummary } from '../../../src-main/contract/types.ts'
import { useTrainDraft } from '../../stores/train-draft.ts'
import { checkNetwork } from './builder/network-problems.ts'
import { draftBase, draftNetwork, draftPreset, soundTraining } from './draft-config.ts'
import { plannedDraft } from './plans/planned-draft.ts'

/** The network of the next run on these data, whether it can learn them, and where it comes from. */
export function useDraftNetwork(dataset: () => DatasetSummary | null) {
  const store = useTrainDraft()

  const network = computed(() => {
    const data = dataset()
    return data && draftNetwork(plannedDraft(store.draft, data), data)
  })
  const checked = computed(() => {
    const data = dataset()
    if (!data || !network.value) return null
    const draft = plannedDraft(store.draft, data)
    return checkNetwork(network.value, data, {
      prepare: draftBase(draft, data).data.prepare,
      training: soundTraining(draft, data),
    })
  })
  const from = computed(() => {
    const data = dataset()
    return (data && draftPreset(plannedDraft(store.draft, data), data)) ?? store.draft.base?.name ?? 'own network'
  })

  return { network, checked, from }
}
