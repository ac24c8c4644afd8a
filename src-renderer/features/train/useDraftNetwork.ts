import { computed } from 'vue'
import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { DatasetSummary } from '../../../src-main/contract/types.ts'
import { useTrainDraft } from '../../stores/train-draft.ts'
import { checkNetwork } from './builder/network-problems.ts'
import { draftBase, draftNetwork, draftPreset } from './draft-config.ts'

/** The network of the next run on these data, whether it can learn them, and where it comes from. */
export function useDraftNetwork(dataset: () => DatasetSummary | null) {
  const store = useTrainDraft()

  const network = computed(() => {
    const data = dataset()
    return data && draftNetwork(store.draft, data)
  })
  const checked = computed(() => {
    const data = dataset()
    if (!data || !network.value) return null
    const base = draftBase(store.draft, data)
    return checkNetwork(network.value, data, {
      prepare: base.data.prepare,
      training: TrainingSpec.parse(base.training),
    })
  })
  const from = computed(() => {
    const data = dataset()
    return (data && draftPreset(store.draft, data)) ?? store.draft.base?.name ?? 'own network'
  })

  return { network, checked, from }
}
