import { computed, shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { RunDifferences, RunSummary } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import { useRuns } from '../../../stores/runs.ts'
import { comparedRuns } from './compared-runs.ts'
import { runLabels } from './run-labels.ts'

/** A run that is compared, with what tells it from the others. */
export interface NamedRun {
  readonly run: RunSummary
  readonly label: string
}

/** The runs of a selection, the settings that are not the same in all of them, and what to call each. */
export function useComparison(ids: () => readonly string[]) {
  const api = useConnection()
  const store = useRuns()
  const compared = computed(() => comparedRuns(ids(), store.runs ?? new Map<string, RunSummary>()))
  const runs = computed(() => compared.value.runs)
  const notes = computed(() => compared.value.notes)
  const wanted = computed(() => runs.value.map(({ id }) => id).join(' '))
  const read = shallowRef<{ readonly wanted: string; readonly differences: RunDifferences } | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)

  async function load(): Promise<void> {
    const mine = wanted.value
    error.value = null
    const asked = mine.split(' ')
    if (asked.length < 2) return
    try {
      const differences = await api.invoke('runs/differences', { ids: asked })
      if (mine === wanted.value) read.value = { wanted: mine, differences }
    } catch (caught) {
      if (mine === wanted.value) error.value = toEnvelope(caught)
    }
  }
  watch(wanted, load, { immediate: true })

  const differences = computed(() => (read.value?.wanted === wanted.value ? read.value.differences : null))
  const named = computed((): NamedRun[] => {
    const labels = runLabels(runs.value, differences.value ?? [])
    return runs.value.map((run, at) => ({ run, label: labels[at] ?? run.name }))
  })
  return { named, runs, notes, differences, error, load }
}
