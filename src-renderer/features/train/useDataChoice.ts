import { computed, onScopeDispose, shallowRef } from 'vue'
import { BUILT_INS } from '../../../src-engine/data/built-in.ts'
import type { ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { DatasetSummary } from '../../../src-main/contract/types.ts'
import { useDatasets } from '../../stores/datasets.ts'
import { useImports } from '../../stores/imports.ts'
import { useTrainDraft } from '../../stores/train-draft.ts'

/** The data that a run can be trained on, built-in data also before they are a data set. */
export function useDataChoice() {
  const store = useTrainDraft()
  const datasets = useDatasets()
  const imports = useImports()
  const failure = shallowRef<ErrorEnvelope | null>(null)
  /** Built-in data that are becoming a data set: another import may be before them. */
  const making = shallowRef<string | null>(null)
  onScopeDispose(() => (making.value = null))

  /** The newest versions, and an older one while it is chosen, as when its run is trained again. */
  const offered = computed(() => {
    const latest = datasets.latest ?? []
    const chosen = datasets.find(store.draft.datasetId)
    return chosen && !latest.includes(chosen) ? [chosen, ...latest] : latest
  })
  const own = computed(() => offered.value.filter((one) => one.builtIn === null && fits(one)))
  /** Built-in data, each as the data set it has become, or as what makes one. */
  const builtIns = computed(() =>
    BUILT_INS.flatMap(({ name, title }) => {
      const known = offered.value.find((one) => one.builtIn === name)
      if (store.draft.from && !(known && fits(known))) return []
      return [{ name, title, value: known?.id ?? `built-in ${name}` }]
    }),
  )

  /** Whether weights that are gone on with have as many inputs and outputs as these data need. */
  function fits({ columns, classes }: DatasetSummary): boolean {
    const before = store.draft.from && datasets.find(store.draft.base?.config.data.source ?? '')
    if (!before) return true
    return before.columns?.length === columns?.length && before.classes.length === classes.length
  }

  /** A data set, or built-in data that become one; whatever is chosen later counts. */
  async function choose(value: string): Promise<void> {
    const [kind, name] = value.split(' ')
    making.value = null
    failure.value = null
    if (kind !== 'built-in' || !name) {
      store.chooseData(value)
      return
    }
    making.value = name
    const imported = await imports.importBuiltIn(name)
    if (making.value !== name) return
    making.value = null
    if (imported) store.chooseData(imported.datasetId)
    else if (imports.state.kind === 'failed') failure.value = imports.state.error
  }

  return { own, builtIns, making, failure, choose }
}
